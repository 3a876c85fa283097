import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { removePublicStatement } from './remove-public-statement.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const account = site.account;
const remedy = removePublicStatement.with({ keyId: '0f3c' });
const root = { Sid: 'root', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' };
const open = { Sid: 'open', Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
const policy = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

test('takes out one statement and leaves the account its key', () =>
  expect(remedy.fix({ account, policy: policy(root, open) })).toEqual([
    { service: 'kms', operation: 'putKeyPolicy', input: { KeyId: '0f3c', PolicyName: 'default', Policy: policy(root) } },
  ]));

test.each([
  [policy(open)],
  [policy(open, { ...root, Principal: { AWS: 'arn:aws:iam::210987654321:root' } })],
  [policy(open, { ...root, Action: 'kms:Describe*' })],
  [policy(open, { ...root, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
])('does not leave a key that nobody can manage: %s', (text) =>
  expect(remedy.refuses({ account, policy: text })).toMatch(/manage the key/),
);

test('lets the account be named by its number, among others', () =>
  expect(remedy.refuses({ account, policy: policy(open, { ...root, Principal: { AWS: ['210987654321', account] } }) })).toBeUndefined());

test("a key of a service in one's own account names everyone, and is not public", async () => {
  const own = { ...open, Condition: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': 'ec2.eu-west-1.amazonaws.com' } } };
  const cloud = scriptedCloud().on('kms', 'getKeyPolicy', () => ({ Policy: policy(own) }));
  const seen = await remedy.observe(cloud.reader(site));
  expect(remedy.wrong(seen)).toBeUndefined();
  expect(remedy.refuses(seen)).toBeUndefined();
});
