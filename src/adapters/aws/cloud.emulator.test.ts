import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { HealError } from '#domain/heal-error.ts';
import type { Site } from '#domain/resource-ref.ts';
import { call } from '#ports/cloud.ts';
import type { Fault } from '#sandbox/fault.ts';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import { awsCloud } from './cloud.ts';
import { type CredentialsFor, roleCredentials } from './credentials.ts';

const incident = 'inc-01hzzzzzzzzzzzzzzzzzzzzzzz';
let dataDir: string;
let sandbox: Sandbox;
let site: Site;
let credentials: CredentialsFor;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'selfheal-cloud-'));
  sandbox = await startSandbox({ port: 0, demo: false, dataDir });
  credentials = roleCredentials({
    endpoint: sandbox.endpoint,
    base: async () => ({ accessKeyId: 'AKIABASE', secretAccessKey: 'x' }),
    readRole: 'selfheal-read',
    writeRole: 'selfheal-write',
    homeAccount: '123456789012',
  });
});
afterAll(async () => {
  await sandbox?.stop();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(() => {
  site = { partition: 'aws', account: String(randomInt(1e11, 1e12)), region: 'us-east-1' };
});
afterEach(() => sandbox.proxy.setFault(undefined));

const cloud = (timeoutMs?: number) =>
  awsCloud({
    endpoint: sandbox.endpoint,
    credentials,
    writeRole: 'selfheal-write',
    digestKey: new TextEncoder().encode('a key for tests'),
    recorded: async () => undefined,
    timeoutMs,
  });
const put = (name: string, value: string, more: object = {}) =>
  call('ssm', 'putParameter', { Name: name, Value: value, Type: 'String', ...more });
const back = (version: number, digest: string) =>
  call('ssm', 'putParameter', {
    Name: '/key',
    Value: { sealed: { parameter: '/key', version, digest } },
    Type: 'SecureString',
    Overwrite: true,
  });
const failing = async (promise: Promise<unknown>): Promise<HealError> => {
  const error = await promise.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(HealError);
  return error as HealError;
};
const faultOn = (operation: string, fault: Fault): void =>
  sandbox.proxy.setFault((request) => (request.operation === operation ? fault : undefined));

test('lists of several pages come as one', async () => {
  const aws = cloud();
  const writer = aws.writer(site, incident);
  for (let index = 0; index < 12; index += 1) await writer.send(put(`/p/${index}`, 'x'));
  const { Parameters = [] } = await aws.reader(site).read('ssm', 'describeParameters', { MaxResults: 5 });
  expect(new Set(Parameters.map(({ Name }) => Name))).toEqual(new Set(Array.from({ length: 12 }, (_, index) => `/p/${index}`)));
  expect(Parameters).toHaveLength(12);
});

test('absence is nothing where the action says so, and no such resource otherwise', async () => {
  const reader = cloud().reader(site);
  const writer = cloud().writer(site, incident);
  const bucket = `absence-${site.account}`;
  await writer.send(call('s3', 'createBucket', { Bucket: bucket }));
  const absent = ['NoSuchPublicAccessBlockConfiguration'];
  expect(await reader.find('s3', 'getPublicAccessBlock', { Bucket: bucket }, absent)).toBeUndefined();
  const gone = await failing(reader.find('s3', 'getPublicAccessBlock', { Bucket: `${bucket}-gone` }, absent));
  expect(gone).toMatchObject({ code: 'no-such-resource', details: { aws: 'NoSuchBucket', status: 404 } });
  expect(gone.message).toContain(`s3.getPublicAccessBlock on ${bucket}-gone`);
});

test('accounts and regions are worlds apart', async () => {
  const aws = cloud();
  const sites: Site[] = [site, { ...site, region: 'eu-central-1' }, { ...site, account: String(randomInt(1e11, 1e12)) }];
  for (const [index, each] of sites.entries()) await aws.writer(each, incident).send(put('/mode', `value ${index}`));
  for (const [index, each] of sites.entries())
    expect((await aws.reader(each).read('ssm', 'getParameter', { Name: '/mode' })).Parameter?.Value).toBe(`value ${index}`);
});

test('resources of services without regions are read at a global site', async () => {
  const aws = cloud();
  const global = { ...site, region: 'global' };
  await aws.writer(global, incident).send(call('iam', 'createUser', { UserName: 'alice' }));
  expect((await aws.reader(global).read('iam', 'listUsers', {})).Users?.map(({ UserName }) => UserName)).toEqual(['alice']);
});

test.for([
  { service: 's3', wanted: () => call('s3', 'createBucket', { Bucket: `ids-${site.account}` }) },
  { service: 'ssm', wanted: () => put('/ids', 'x') },
  { service: 'iam', wanted: () => call('iam', 'createUser', { UserName: 'ids' }) },
  { service: 'ec2', wanted: () => call('ec2', 'createSecurityGroup', { GroupName: 'ids', Description: 'ids' }) },
  {
    service: 'dynamodb',
    wanted: () =>
      call('dynamodb', 'createTable', {
        TableName: 'ids',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
  },
] as const)('the request id of a write to $service is that of its event, and so is the session', async ({ wanted }) => {
  const events: unknown[] = [];
  const unsubscribe = sandbox.proxy.events.subscribe(({ event }) => events.push(event));
  const writer = cloud().writer(site, incident);
  const { requestId } = await writer.send(wanted());
  await expect
    .poll(() => events, { timeout: 10_000 })
    .toContainEqual(
      expect.objectContaining({
        detail: expect.objectContaining({ requestID: requestId, userIdentity: expect.objectContaining({ arn: writer.session }) }),
      }),
    );
  unsubscribe();
});

test.for([
  { fault: { kind: 'throttle' }, code: 'throttled', retry: 'later', arrived: 'no', effect: false },
  { fault: { kind: 'deny' }, code: 'access-denied', retry: 'never', arrived: 'no', effect: false },
  {
    fault: { kind: 'error', status: 500, code: 'InternalServerError' },
    code: 'aws-error',
    retry: 'later',
    arrived: 'unknown',
    effect: false,
  },
  { fault: { kind: 'cut' }, code: 'aws-unreachable', retry: 'later', arrived: 'unknown', effect: false },
  { fault: { kind: 'cut-after' }, code: 'aws-unreachable', retry: 'later', arrived: 'unknown', effect: true },
  { fault: { kind: 'delay', ms: 2_000 }, code: 'aws-unreachable', retry: 'later', arrived: 'unknown', effect: true },
] as const)('$fault.kind of a write: $code, arrived $arrived, tried once', async ({ fault, code, retry, arrived, effect }) => {
  const aws = cloud();
  const hasty = cloud(fault.kind === 'delay' ? fault.ms / 2 : undefined);
  await aws.writer(site, incident).send(put('/warm', 'x'));
  let tried = 0;
  sandbox.proxy.setFault(({ operation }) => {
    if (operation !== 'PutParameter') return undefined;
    tried += 1;
    return fault;
  });
  const error = await failing(hasty.writer(site, incident).send(put('/fault', 'x')));
  expect(error).toMatchObject({ code, retry, details: { service: 'ssm', operation: 'putParameter', site, arrived } });
  expect(tried).toBe(1);
  const found = () => aws.reader(site).find('ssm', 'getParameter', { Name: '/fault' }, ['ParameterNotFound']);
  if (effect) await expect.poll(found, { timeout: 10_000 }).toBeDefined();
  else expect(await found()).toBeUndefined();
});

test('a read that is throttled once is answered all the same', async () => {
  const aws = cloud();
  await aws.writer(site, incident).send(put('/patient', 'x'));
  let left = 1;
  sandbox.proxy.setFault(({ operation }) => (operation === 'GetParameter' && left-- > 0 ? { kind: 'throttle' } : undefined));
  expect((await aws.reader(site).read('ssm', 'getParameter', { Name: '/patient' })).Parameter?.Value).toBe('x');
  expect(left).toBeLessThan(0);
});

test('an operation that the emulator lacks is unsupported, at once', async () => {
  const error = await failing(cloud().reader(site).read('cloudwatch', 'describeAlarmHistory', {}));
  expect(error).toMatchObject({ code: 'unsupported-operation', retry: 'never' });
});

test('a sealed secret reaches AWS in the right version, and no error though the call is refused', async () => {
  const aws = cloud();
  const writer = aws.writer(site, incident);
  const digest = aws.reader(site).digest('first-secret');
  await writer.send(put('/key', 'first-secret', { Type: 'SecureString' }));
  await writer.send(put('/key', 'second-secret', { Overwrite: true, Type: 'SecureString' }));
  await writer.send(back(1, digest));
  const now = await aws.reader(site).read('ssm', 'getParameter', { Name: '/key', WithDecryption: true });
  expect(now.Parameter).toMatchObject({ Value: 'first-secret', Version: 3 });

  expect(await failing(writer.send(back(2, digest)))).toMatchObject({ code: 'bad-state' });
  faultOn('PutParameter', { kind: 'error', status: 400, code: 'ValidationException' });
  const refused = await failing(writer.send(back(1, digest)));
  expect(refused).toMatchObject({ code: 'aws-error', details: { arrived: 'no' } });
  expect(JSON.stringify(refused) + inspect(refused, { depth: 20, showHidden: true })).not.toContain('first-secret');
});
