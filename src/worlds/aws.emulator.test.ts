import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTable } from '#adapters/dynamodb/create-table.ts';
import { parsePolicy } from '#config/load-policy.ts';
import { brokenAt, type Entry } from '#domain/entry.ts';
import { toStateMachine } from '#flow/state-machine.ts';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import { quiet } from '#testkit/flow-world.ts';
import { signedReceiver } from '#testkit/loopback/signed-receiver.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { type AwsEngine, openAws } from './aws.ts';

const [account, region, table, journal] = ['123456789012', 'us-east-1', 'selfheal-journal', 'selfheal-blobs-test'];
const handlerArn = `arn:aws:lambda:${region}:${account}:function:selfheal-stage`;
const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let sandbox: Sandbox;
let engine: AwsEngine;
let receiver: Awaited<ReturnType<typeof signedReceiver>>;
let user: S3Client;

beforeAll(async () => {
  folder = await temporaryFolder();
  sandbox = await startSandbox({ port: 0, demo: true, dataDir: folder.path });
  const keys = sandbox.keys;
  if (keys === undefined) throw new Error('the demo account has no keys');
  const connection = { endpoint: sandbox.endpoint, region, credentials: keys.engine };
  user = new S3Client({ ...connection, credentials: keys.user, forcePathStyle: true });
  await createTable(new DynamoDBClient(connection), table);
  await user.send(new CreateBucketCommand({ Bucket: journal }));
  const definition = JSON.stringify(toStateMachine(handlerArn));
  const roleArn = `arn:aws:iam::${account}:role/selfheal-states`;
  const { stateMachineArn = '' } = await new SFNClient(connection).send(
    new CreateStateMachineCommand({ name: 'selfheal', roleArn, definition }),
  );
  receiver = await signedReceiver(Date.now);
  vi.stubEnv('HOOK_TEST_SECRET', receiver.secret);
  const policy = parsePolicy(`channels: { hook: { kind: webhook, url: "${receiver.url}", secretEnv: HOOK_TEST_SECRET } }`, 'selfheal.yaml');
  engine = await openAws({
    account,
    region,
    table,
    bucket: journal,
    stateMachineArn,
    readRole: 'selfheal-read',
    writeRole: 'selfheal-write',
    digestKey: Buffer.alloc(32, 7),
    policy: () => policy,
    defaultMode: 'autopilot',
    agreementMs: 100,
    endpoint: sandbox.endpoint,
    keys: keys.engine,
    log: quiet,
  });
  sandbox.proxy.setHandler('selfheal-stage', engine.stage);
});
afterAll(async () => {
  await receiver?.close();
  vi.unstubAllEnvs();
  await sandbox.stop();
  await folder.remove();
});

test('on DynamoDB, S3 and Step Functions an event ends in a verified fix, and the echo of the fix opens nothing', async () => {
  const Bucket = 'harbor-press-kit';
  await user.send(new CreateBucketCommand({ Bucket }));
  await user.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: closed }));
  const before = sandbox.proxy.events.last;
  await user.send(new DeletePublicAccessBlockCommand({ Bucket }));
  const cause = await eventAfter(before, 'DeleteBucketPublicAccessBlock');
  const [reception] = await engine.receive(cause, true);
  if (reception?.became !== 'opened') throw new Error(`not opened but ${reception?.became}`);

  await vi.waitFor(async () => expect((await engine.tools.store.incident(reception.incident))?.stage).toBe('healed'), { timeout: 20_000 });
  expect((await user.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toEqual(closed);
  const echo = await eventAfter(before, 'PutBucketPublicAccessBlock');
  expect(await engine.receive(echo, true)).toMatchObject([{ became: 'echo', incident: reception.incident }]);
  await Promise.all([engine.tell(), engine.tell()]);
  await engine.tell();
  expect(receiver.documents.map(({ kind }) => kind)).toEqual(['opened', 'ended']);
  const entries: Entry[] = [];
  for await (const entry of engine.tools.store.entries(reception.incident)) entries.push(entry);
  expect(brokenAt(entries)).toBeUndefined();
  expect(entries.length).toBeGreaterThanOrEqual(9);
});

async function eventAfter(seq: number, name: string) {
  return vi.waitFor(() => {
    const found = sandbox.proxy.events.after(seq).find(({ event }) => JSON.stringify(event).includes(`"eventName":"${name}"`));
    if (found === undefined) throw new Error(`no ${name} yet`);
    return found.event;
  });
}
