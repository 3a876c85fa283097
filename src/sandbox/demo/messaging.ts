import { crc32 } from 'node:zlib';
import { Lambda } from '@aws-sdk/client-lambda';
import { made, type Seeding, tags } from './seeding.ts';

/** Creates the topic that alarms notify; its ARN. */
export async function seedTopic({ upstream, client, region, account }: Seeding): Promise<string> {
  const signer = { accessKey: client.credentials.accessKeyId, sessionToken: undefined, region };
  made('the topic', await upstream.askQuery('sns', { Action: 'CreateTopic', Version: '2010-03-31', Name: 'harbor-alerts' }, signer));
  return `arn:aws:sns:${region}:${account}:harbor-alerts`;
}

/** Creates the queue of orders to be shipped; its URL as the emulator names it. */
export async function seedQueue({ upstream, client, region }: Seeding): Promise<string> {
  const signer = { accessKey: client.credentials.accessKeyId, sessionToken: undefined, region };
  const created = made(
    'the queue',
    await upstream.ask(
      'sqs',
      'AmazonSQS.CreateQueue',
      { QueueName: 'harbor-shipping', tags: tags('harbor-shipping', 'staging', 'alice') },
      signer,
    ),
  );
  return String(created['QueueUrl']);
}

/** Starts a trail that writes to the logs bucket; its name. */
export async function seedTrail({ upstream, client, region }: Seeding, bucket: string): Promise<string> {
  const signer = { accessKey: client.credentials.accessKeyId, sessionToken: undefined, region };
  const target = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';
  const trail = { Name: 'harbor-trail', S3BucketName: bucket, IsMultiRegionTrail: true, EnableLogFileValidation: true };
  made('the trail', await upstream.ask('cloudtrail', `${target}.CreateTrail`, trail, signer));
  made('the log of the trail', await upstream.ask('cloudtrail', `${target}.StartLogging`, { Name: trail.Name }, signer));
  return trail.Name;
}

/** Creates a function that would mail order confirmations; its name. */
export async function seedFunction({ client, account }: Seeding, role: string): Promise<string> {
  const lambda = new Lambda(client);
  const code = 'export const handler = async ({ orderId }) => ({ sent: orderId });\n';
  const { FunctionName: name } = await lambda.createFunction({
    FunctionName: 'harbor-order-emails',
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: `arn:aws:iam::${account}:role/${role}`,
    Code: { ZipFile: zip('index.mjs', Buffer.from(code)) },
    Environment: { Variables: { ORDERS_TABLE: 'orders' } },
    Tags: tags('harbor-order-emails', 'staging', 'alice'),
  });
  lambda.destroy();
  return made('the function', name);
}

/** A ZIP archive with one stored file (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16). */
function zip(name: string, content: Buffer): Buffer {
  const described = Buffer.alloc(26);
  described.writeUInt16LE(20, 0);
  described.writeUInt32LE(crc32(content), 10);
  described.writeUInt32LE(content.length, 14);
  described.writeUInt32LE(content.length, 18);
  described.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), described, Buffer.from(name), content]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), described, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
