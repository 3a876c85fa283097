import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Call } from '#domain/call.ts';
import { HealError } from '#domain/heal-error.ts';
import { call } from '#ports/cloud.ts';
import { type AwsCloudOptions, awsCloud, type FinishedCall } from './cloud.ts';

const site = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const incident = 'inc-01hzzzzzzzzzzzzzzzzzzzzzzz';
const digestKey = new TextEncoder().encode('a key for tests');

interface Seen {
  readonly target: string;
  readonly body: string;
  readonly url: string;
  readonly authorization: string;
}
type Reply = (response: ServerResponse, request: IncomingMessage) => void;

let server: Server;
let endpoint: string;
let seen: Seen[];
let replies: Reply[];

const json =
  (status: number, body: object, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, { 'x-amzn-requestid': `request-${seen.length}`, ...headers }).end(JSON.stringify(body));
const cut: Reply = (response) => response.destroy();
const silence: Reply = () => {};

beforeEach(async () => {
  seen = [];
  replies = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { headers, url = '' } = request;
      seen.push({ target: String(headers['x-amz-target']), body, url, authorization: String(headers.authorization) });
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      (reply ?? json(400, { __type: 'NoReplyLeft' }))(response, request);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
});

const cloud = (more: Partial<AwsCloudOptions> = {}) =>
  awsCloud({
    endpoint,
    credentials: async (_site, purpose) => ({ accessKeyId: purpose.kind === 'read' ? 'AKIAREAD' : 'AKIAWRITE', secretAccessKey: 'x' }),
    writeRole: 'teams/selfheal-write',
    digestKey,
    recorded: async () => undefined,
    ...more,
  });
const reader = (more?: Partial<AwsCloudOptions>) => cloud(more).reader(site);
const send = (wanted: Call, more?: Partial<AwsCloudOptions>) => cloud(more).writer(site, incident).send(wanted);
const label = call('ssm', 'labelParameterVersion', { Name: '/shop/mode', Labels: ['selfheal-good'], ParameterVersion: 3 });

async function failing(promise: Promise<unknown>): Promise<HealError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(HealError);
  return error as HealError;
}

test('a read follows every page by the paginator of the SDK and joins the lists', async () => {
  replies = [json(200, { Parameters: [{ Name: 'a' }], NextToken: 'more' }), json(200, { Parameters: [{ Name: 'b' }, { Name: 'c' }] })];
  const calls: FinishedCall[] = [];
  const answer = await reader({ onCall: (finished) => calls.push(finished) }).read('ssm', 'describeParameters', {});
  expect(answer.Parameters?.map(({ Name }) => Name)).toEqual(['a', 'b', 'c']);
  expect(answer.NextToken).toBeUndefined();
  expect(seen.map(({ body }) => JSON.parse(body))).toEqual([{}, { NextToken: 'more' }]);
  expect(calls).toMatchObject([
    { service: 'ssm', operation: 'describeParameters', site, write: false, requestId: 'request-1' },
    { requestId: 'request-2' },
  ]);
});

test('a read follows every page of an operation for which the SDK has no paginator', async () => {
  replies = [
    json(200, { BackupSummaries: [{ BackupArn: 'a' }], LastEvaluatedBackupArn: 'a' }),
    json(200, { BackupSummaries: [{ BackupArn: 'b' }] }),
  ];
  const answer = await reader().read('dynamodb', 'listBackups', { TableName: 'orders' });
  expect(answer.BackupSummaries?.map(({ BackupArn }) => BackupArn)).toEqual(['a', 'b']);
  expect(JSON.parse(seen[1]?.body ?? '')).toEqual({ TableName: 'orders', ExclusiveStartBackupArn: 'a' });
});

test('a list without an end is refused after 1,000 pages', async () => {
  replies = [json(200, { Parameters: [], NextToken: 'again' })];
  const error = await failing(reader().read('ssm', 'describeParameters', {}));
  expect(error.code).toBe('too-large');
  expect(seen).toHaveLength(1_001);
});

test('a peek is the first page, asked for once, and given up when the signal aborts', async () => {
  const live = { signal: new AbortController().signal, since: 0 };
  replies = [json(200, { Parameters: [{ Name: 'a' }], NextToken: 'more' })];
  const watching = reader();
  expect((await watching.peek('ssm', 'describeParameters', {}, live)).Parameters).toEqual([{ Name: 'a' }]);
  expect((await watching.peek('ssm', 'describeParameters', {}, live)).Parameters).toEqual([{ Name: 'a' }]);
  expect(seen).toHaveLength(1);
  replies = [json(500, { __type: 'InternalServerError' })];
  await failing(reader().peek('ssm', 'describeParameters', { MaxResults: 10 }, live));
  expect(seen).toHaveLength(2);
  replies = [() => undefined];
  const began = performance.now();
  await expect(reader().peek('ssm', 'describeParameters', {}, { signal: AbortSignal.timeout(30), since: 0 })).rejects.toThrow(/timeout/i);
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('a list that is cut short is refused when nobody knows how to go on', async () => {
  replies = [
    (response) => response.end('<ListVersionsResult><IsTruncated>true</IsTruncated><Version><Key>a</Key></Version></ListVersionsResult>'),
  ];
  const error = await failing(reader().read('s3', 'listObjectVersions', { Bucket: 'shop' }));
  expect(error).toMatchObject({ code: 'unsupported-operation', message: expect.stringContaining('s3.listObjectVersions') });
});

test('a read uses the read keys, a write the write keys, and each goes to the region of its site', async () => {
  replies = [json(200, {})];
  await reader().read('ssm', 'describeParameters', {});
  await send(label);
  expect(seen[0]?.authorization).toContain('AKIAREAD/');
  expect(seen[0]?.authorization).toContain('/eu-west-1/ssm/');
  expect(seen[1]?.authorization).toContain('AKIAWRITE/');
});

test('a site without a region is served by us-east-1', async () => {
  replies = [(response) => response.end('<ListUsersResponse><ListUsersResult><Users/></ListUsersResult></ListUsersResponse>')];
  await cloud()
    .reader({ ...site, region: 'global' })
    .read('iam', 'listUsers', {});
  expect(seen[0]?.authorization).toContain('/us-east-1/iam/');
});

test('find gives nothing for the errors that mean absence, and throws the others', async () => {
  replies = [json(400, { __type: 'ParameterNotFound', message: 'gone' })];
  expect(await reader().find('ssm', 'getParameter', { Name: '/shop/mode' }, ['ParameterNotFound'])).toBeUndefined();
  const error = await failing(reader().find('ssm', 'getParameter', { Name: '/shop/mode' }, ['ParameterVersionNotFound']));
  expect(error.code).toBe('no-such-resource');
});

test.for([
  { name: 'AccessDeniedException', status: 400, code: 'access-denied', retry: 'never', arrived: 'no' },
  { name: 'SomethingForbidden', status: 403, code: 'access-denied', retry: 'never', arrived: 'no' },
  { name: 'ThrottlingException', status: 400, code: 'throttled', retry: 'later', arrived: 'no' },
  { name: 'RequestLimitExceeded', status: 503, code: 'throttled', retry: 'later', arrived: 'no' },
  { name: 'InternalServerError', status: 500, code: 'aws-error', retry: 'later', arrived: 'unknown' },
  { name: 'NotImplemented', status: 501, code: 'unsupported-operation', retry: 'never', arrived: 'no' },
  { name: 'ParameterNotFound', status: 400, code: 'no-such-resource', retry: 'never', arrived: 'no' },
  { name: 'ValidationException', status: 400, code: 'aws-error', retry: 'never', arrived: 'no' },
  { name: 'OperationAborted', status: 409, code: 'aws-error', retry: 'later', arrived: 'no' },
  { name: 'PermanentRedirect', status: 301, code: 'aws-error', retry: 'never', arrived: 'no' },
] as const)('$status $name is $code for reads and writes', async ({ name, status, code, retry, arrived }) => {
  replies = [json(status, { __type: name, message: `told by AWS: ${name}` })];
  const read = await failing(reader().read('ssm', 'getParameter', { Name: '/shop/mode' }));
  expect(read).toMatchObject({ code, retry, details: { service: 'ssm', operation: 'getParameter', site, aws: name, status } });
  expect(read.message).toContain('ssm.getParameter on /shop/mode (111122223333, eu-west-1)');
  expect(read.message).toContain(`told by AWS: ${name}`);
  expect(read.details).not.toHaveProperty('arrived');
  expect(read.cause).toMatchObject({ name });
  seen = [];
  expect(await failing(send(label))).toMatchObject({ code, retry, details: { arrived, requestId: 'request-1' } });
  expect(seen).toHaveLength(1);
});

test('a read is tried three times when AWS stumbles', async () => {
  replies = [json(500, { __type: 'InternalServerError' }), cut, json(200, { Parameter: { Name: '/shop/mode' } })];
  expect((await reader().read('ssm', 'getParameter', { Name: '/shop/mode' })).Parameter?.Name).toBe('/shop/mode');
  expect(seen).toHaveLength(3);
});

test('a write gives the request id of AWS', async () => {
  replies = [json(200, { ParameterVersion: 3 })];
  expect((await send(label)).requestId).toBe('request-1');
});

test('nobody knows whether a write arrived whose connection was cut, and it is not sent again', async () => {
  replies = [cut];
  expect(await failing(send(label))).toMatchObject({ code: 'aws-unreachable', retry: 'later', details: { arrived: 'unknown' } });
  expect(seen).toHaveLength(1);
});

test('nobody knows whether a write arrived that was never answered', async () => {
  replies = [silence];
  const error = await failing(send(label, { timeoutMs: 150 }));
  expect(error).toMatchObject({ code: 'aws-unreachable', retry: 'later', details: { arrived: 'unknown' } });
  expect(seen).toHaveLength(1);
});

test.for([
  { what: 'nobody listens', host: '127.0.0.1' },
  { what: 'nobody listens on any address of the host', host: 'localhost' },
  { what: 'the name of the host is unknown', host: 'nowhere.invalid' },
])('a write surely did not arrive when $what', async ({ host }) => {
  server.close();
  await once(server, 'close');
  const error = await failing(send(label, { endpoint: endpoint.replace('127.0.0.1', host) }));
  expect(error).toMatchObject({ code: 'aws-unreachable', retry: 'later', details: { arrived: 'no' } });
  expect(error.message).toMatch(/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/);
});

test('a write surely did not arrive when the SDK refused to build it', async () => {
  replies = [json(200, {})];
  const error = await failing(send({ service: 's3', operation: 'putBucketTagging', input: {} }));
  expect(error).toMatchObject({ details: { arrived: 'no' } });
  expect(seen).toHaveLength(0);
});

test.for([
  { service: 'ssm', operation: 'getParameter' },
  { service: 'ssm', operation: 'eraseEverything' },
  { service: 'ssm', operation: 'constructor' },
  { service: 'mainframe', operation: 'putParameter' },
  { service: '__proto__', operation: 'putParameter' },
])('$service.$operation is not sent as a write', async (named) => {
  replies = [json(200, {})];
  expect(await failing(send({ ...named, input: {} }))).toMatchObject({ code: 'not-allowed', details: { arrived: 'no' } });
  expect(seen).toHaveLength(0);
});

test('a write whose keys cannot be had says that nothing arrived', async () => {
  const error = await failing(
    send(label, {
      credentials: async () => {
        throw new HealError('not-allowed', 'no write role');
      },
    }),
  );
  expect(error).toMatchObject({ code: 'not-allowed', message: 'no write role', details: { arrived: 'no' } });
});

test('a writer names the sessions that its writes carry', () => {
  expect(cloud().writer(site, incident).session).toBe(`arn:aws:sts::111122223333:assumed-role/selfheal-write/${incident}`);
});

const secret = 'hunter2-the-secret';
const put = (digest: string) =>
  call('ssm', 'putParameter', { Name: '/shop/key', Overwrite: true, Value: { sealed: { parameter: '/shop/key', version: 3, digest } } });
const stored = json(200, { Parameter: { Name: '/shop/key', Value: secret } });

test('a sealed secret is read just before the call is sent', async () => {
  replies = [stored, json(200, { Version: 5 })];
  await send(put(reader().digest(secret)));
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ Name: '/shop/key:3', WithDecryption: true });
  expect(JSON.parse(seen[1]?.body ?? '')).toEqual({ Name: '/shop/key', Overwrite: true, Value: secret });
});

test('a sealed secret that is not the one in the plan stops the call', async () => {
  replies = [stored];
  const error = await failing(send(put(reader().digest('another secret'))));
  expect(error).toMatchObject({ code: 'bad-state', details: { arrived: 'no' } });
  expect(seen).toHaveLength(1);
});

test('a malformed sealed secret stops the call', async () => {
  const malformed = { service: 'ssm', operation: 'putParameter', input: { Name: '/shop/key', Value: { sealed: '/shop/key' } } };
  expect(await failing(send(malformed))).toMatchObject({ code: 'bad-state', details: { arrived: 'no' } });
  expect(seen).toHaveLength(0);
});

test('a secret is in no error, though AWS repeats it in its own', async () => {
  replies = [stored, json(400, { __type: 'ValidationException', message: `Value '${secret}' at 'value' failed` })];
  const calls: FinishedCall[] = [];
  const error = await failing(send(put(reader().digest(secret)), { onCall: (finished) => calls.push(finished) }));
  expect(error).toMatchObject({ code: 'aws-error', details: { aws: 'ValidationException', arrived: 'no' } });
  for (const text of [error.message, JSON.stringify(error), inspect(error, { depth: 20, showHidden: true }), inspect(calls, { depth: 20 })])
    expect(text).not.toContain(secret);
});

test('equal secrets have equal digests, of 22 characters, under one key only', () => {
  const one = reader();
  const digest = (value: string): string => one.digest(value);
  expect(digest('a')).toBe(digest('a'));
  expect(digest('a')).toMatch(/^[\w-]{22}$/);
  expect(digest('a')).not.toBe(digest('b'));
  expect(digest('a')).not.toBe(reader({ digestKey: new TextEncoder().encode('another key') }).digest('a'));
});
