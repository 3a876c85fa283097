import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RoleCredentialsOptions, roleCredentials } from './credentials.ts';

const home = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const other = { ...home, account: '444455556666' };
const read = { kind: 'read' } as const;
const write = (incident: string) => ({ kind: 'write', incident }) as const;

let server: Server;
let endpoint: string;
let asked: Record<string, string>[];
let refuse: (asked: Record<string, string>) => string | undefined;
let now: number;
const hour = 3_600_000;

beforeEach(async () => {
  asked = [];
  refuse = () => undefined;
  now = Date.UTC(2026, 10, 20);
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const scope = /Credential=\w+\/\d+\/([\w-]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const form = { ...Object.fromEntries(new URLSearchParams(body)), scope };
      asked.push(form);
      const code = refuse(form);
      if (code !== undefined) {
        response.writeHead(403).end(`<ErrorResponse><Error><Code>${code}</Code><Message>refused</Message></Error></ErrorResponse>`);
        return;
      }
      const expires = new Date(now + hour).toISOString();
      const keys = `<AccessKeyId>ASIA${asked.length}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>`;
      const result = `<AssumeRoleResult><Credentials>${keys}<Expiration>${expires}</Expiration></Credentials></AssumeRoleResult>`;
      response.end(`<AssumeRoleResponse>${result}</AssumeRoleResponse>`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const credentials = (more: Partial<RoleCredentialsOptions> = {}) =>
  roleCredentials({
    endpoint,
    base: async () => ({ accessKeyId: 'AKIABASE', secretAccessKey: 'x' }),
    readRole: 'selfheal-read',
    writeRole: 'selfheal-write',
    homeAccount: home.account,
    now: () => now,
    ...more,
  });

test('reading assumes the read role of the account, by regional STS, under a name that tells who we are', async () => {
  expect((await credentials()(other, read)).accessKeyId).toBe('ASIA1');
  expect(asked).toMatchObject([
    {
      Action: 'AssumeRole',
      RoleArn: 'arn:aws:iam::444455556666:role/selfheal-read',
      RoleSessionName: 'selfheal-read',
      SourceIdentity: 'selfheal-read',
      DurationSeconds: '3600',
      scope: 'eu-west-1',
    },
  ]);
});

test('writing assumes the write role under the name of the incident, each incident for itself', async () => {
  const keysFor = credentials();
  const first = await keysFor(home, write('inc-1'));
  expect(await keysFor(home, write('inc-1'))).toEqual(first);
  expect(await keysFor(home, write('inc-2'))).not.toEqual(first);
  expect(asked.map(({ RoleArn, RoleSessionName, SourceIdentity }) => [RoleArn, RoleSessionName, SourceIdentity])).toEqual([
    ['arn:aws:iam::111122223333:role/selfheal-write', 'inc-1', 'inc-1'],
    ['arn:aws:iam::111122223333:role/selfheal-write', 'inc-2', 'inc-2'],
  ]);
});

test('many calls at once assume a role once', async () => {
  const keysFor = credentials();
  const all = await Promise.all(Array.from({ length: 20 }, () => keysFor(other, read)));
  expect(new Set(all.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['ASIA1']));
  expect(asked).toHaveLength(1);
});

test('a session is used until five minutes before it expires', async () => {
  const keysFor = credentials();
  await keysFor(other, read);
  now += hour - 5 * 60_000 - 1;
  expect((await keysFor(other, read)).accessKeyId).toBe('ASIA1');
  now += 1;
  expect((await keysFor(other, read)).accessKeyId).toBe('ASIA2');
});

test('a role that does not allow a SourceIdentity is assumed without one, and not asked again', async () => {
  refuse = ({ SourceIdentity }) => (SourceIdentity === undefined ? undefined : 'AccessDenied');
  const keysFor = credentials();
  await keysFor(home, write('inc-1'));
  await keysFor(home, write('inc-2'));
  expect(asked.map(({ SourceIdentity }) => SourceIdentity)).toEqual(['inc-1', undefined, undefined]);
});

test('a role that may not be assumed is an error that names it, and the next call asks anew', async () => {
  refuse = () => 'AccessDenied';
  const keysFor = credentials();
  await expect(keysFor(other, read)).rejects.toMatchObject({
    code: 'access-denied',
    message: expect.stringContaining('sts.assumeRole on arn:aws:iam::444455556666:role/selfheal-read'),
  });
  refuse = () => undefined;
  await expect(keysFor(other, read)).resolves.toMatchObject({ sessionToken: 't' });
});

test('without a read role the base keys read their own account and no other', async () => {
  const keysFor = credentials({ readRole: undefined });
  expect((await keysFor(home, read)).accessKeyId).toBe('AKIABASE');
  await expect(keysFor(other, read)).rejects.toMatchObject({ code: 'not-allowed' });
  expect(asked).toHaveLength(0);
});

test('without a write role nothing is written', async () => {
  await expect(credentials({ writeRole: undefined })(home, write('inc-1'))).rejects.toMatchObject({ code: 'not-allowed' });
  expect(asked).toHaveLength(0);
});

test('sessions of other partitions are asked where those partitions are', async () => {
  await credentials()({ partition: 'aws-cn', account: home.account, region: 'global' }, read);
  expect(asked).toMatchObject([{ RoleArn: 'arn:aws-cn:iam::111122223333:role/selfheal-read', scope: 'cn-north-1' }]);
});

test('a session that writes carries the policy of its incident, and another policy is another session', async () => {
  const keys = credentials();
  const scope = { actions: ['s3:PutBucketPublicAccessBlock'], resources: ['arn:aws:s3:::invoices'], besides: [] };
  await keys(home, { ...write('inc-1'), scope });
  await keys(home, { ...write('inc-1'), scope });
  await keys(home, { ...write('inc-1'), scope: { ...scope, resources: ['arn:aws:s3:::other'], besides: ['kms:Decrypt'] } });
  expect(asked.map(({ Policy }) => JSON.parse(Policy ?? 'null'))).toEqual([
    {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:PutBucketPublicAccessBlock', Resource: 'arn:aws:s3:::invoices' }],
    },
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:PutBucketPublicAccessBlock', Resource: 'arn:aws:s3:::other' },
        { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' },
      ],
    },
  ]);
});

test('a policy that STS would not take is refused before anything is asked', async () => {
  const resources = Array.from({ length: 60 }, (_, number) => `arn:aws:s3:::a-bucket-with-a-long-name-${number}`);
  await expect(
    credentials()(home, { ...write('inc-1'), scope: { actions: ['s3:PutBucketAcl'], resources, besides: [] } }),
  ).rejects.toMatchObject({
    code: 'not-allowed',
  });
  expect(asked).toEqual([]);
});
