import { createHmac } from 'node:crypto';
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
import { lambdaHandler } from '#entry/lambda/lambda-handler.ts';
import { toStateMachine } from '#flow/state-machine.ts';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import { quiet } from '#testkit/flow-world.ts';
import { signedReceiver } from '#testkit/loopback/signed-receiver.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { type AwsEngine, openAws } from './aws.ts';

const [account, region, table, journal] = ['123456789012', 'us-east-1', 'selfheal-journal', 'selfheal-blobs-test'];
const handlerArn = `arn:aws:lambda:${region}:${account}:function:selfheal-stage`;
const slackSecret = 'signing-secret-of-this-test';
const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let sandbox: Sandbox;
let engine: AwsEngine;
let handler: ReturnType<typeof lambdaHandler>;
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
  const policy = parsePolicy(
    `channels: { hook: { kind: webhook, url: "${receiver.url}", secretEnv: HOOK_TEST_SECRET } }
slack: { secretEnv: SLACK_SECRET }
people: [{ name: dave, slack: U024BE7LH }]
rules: [{ match: { id: "*-asked" }, verdict: ask }]`,
    'selfheal.yaml',
  );
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
  handler = lambdaHandler(engine, (variable) => (variable === 'SLACK_SECRET' ? slackSecret : undefined));
  sandbox.proxy.setHandler('selfheal-stage', handler);
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
  // The function that ran the last stage told it; a schedule finds nothing more to tell.
  await vi.waitFor(() => expect(receiver.documents.map(({ kind }) => kind)).toEqual(['opened', 'ended']), { timeout: 10_000 });
  const scheduled = { source: 'aws.scheduler', 'detail-type': 'Scheduled Event' };
  await Promise.all([handler(scheduled), handler(scheduled)]);
  expect(receiver.documents).toHaveLength(2);
  const entries: Entry[] = [];
  for await (const entry of engine.tools.store.entries(reception.incident)) entries.push(entry);
  expect(brokenAt(entries)).toBeUndefined();
  expect(entries.length).toBeGreaterThanOrEqual(9);
});

test('what is asked is told, approved in Slack by the function URL, and then healed by the machine that waited', async () => {
  const Bucket = 'harbor-press-asked';
  await user.send(new CreateBucketCommand({ Bucket }));
  await user.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: closed }));
  const before = sandbox.proxy.events.last;
  await user.send(new DeletePublicAccessBlockCommand({ Bucket }));
  const [reception] = await engine.receive(await eventAfter(before, 'DeleteBucketPublicAccessBlock'), true);
  if (reception?.became !== 'opened') throw new Error(`not opened but ${reception?.became}`);
  const { incident: id } = reception;
  await vi.waitFor(() => expect(receiver.documents.at(-1)).toMatchObject({ kind: 'asked', incident: { id } }), { timeout: 20_000 });

  const plan = (await engine.tools.store.incident(id))?.plan?.hash;
  const payload = {
    type: 'block_actions',
    user: { id: 'U024BE7LH' },
    actions: [{ action_id: 'selfheal:approve', value: JSON.stringify({ incident: id, plan }) }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = `v0=${createHmac('sha256', slackSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const answered = await handler({
    version: '2.0',
    rawPath: '/api/intake/slack',
    rawQueryString: '',
    headers: { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature },
    requestContext: { domainName: 'selfheal.lambda-url.us-east-1.on.aws', http: { method: 'POST' } },
    body,
    isBase64Encoded: false,
  });
  expect(answered).toMatchObject({ statusCode: 200 });
  await vi.waitFor(
    async () =>
      expect(await engine.tools.store.incident(id)).toMatchObject({ stage: 'healed', approval: { by: 'dave', channel: 'slack' } }),
    {
      timeout: 20_000,
    },
  );
});

async function eventAfter(seq: number, name: string) {
  return vi.waitFor(() => {
    const found = sandbox.proxy.events.after(seq).find(({ event }) => JSON.stringify(event).includes(`"eventName":"${name}"`));
    if (found === undefined) throw new Error(`no ${name} yet`);
    return found.event;
  });
}
