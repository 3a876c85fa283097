import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { removePublicStatement } from './remove-public-statement.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const Resource = 'arn:aws:lambda:eu-west-1:123456789012:function:mail';
const remedy = removePublicStatement.with({ function: 'mail' });
const open = { Sid: 'all', Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource };
const bucket = { Sid: 'bucket', Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'lambda:InvokeFunction', Resource };
const policy = (...Statement: object[]) => ({
  document: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement }),
  revision: 'r1',
});

test('removes the public statement only, and only from the policy that was read', () => {
  expect(remedy.fix({ policies: [policy(bucket, open)] })).toEqual([
    { service: 'lambda', operation: 'removePermission', input: { FunctionName: 'mail', StatementId: 'all', RevisionId: 'r1' } },
  ]);
});

test('names a revision for the first removal only, because that one changes it', () => {
  const calls = remedy.fix({ policies: [policy(open, { ...open, Sid: 'all-2' })] });
  expect(calls.map(({ input }) => input)).toEqual([
    { FunctionName: 'mail', StatementId: 'all', RevisionId: 'r1' },
    { FunctionName: 'mail', StatementId: 'all-2' },
  ]);
});

test('an alias is opened and closed by itself', () => {
  const state = { policies: [policy(bucket), { ...policy({ ...open, Resource: `${Resource}:live` }), qualifier: 'live' }] };
  expect(remedy.wrong(state)).toBe('alias live: all lets everyone call lambda:InvokeFunction');
  expect(remedy.fix(state)).toMatchObject([{ input: { Qualifier: 'live', StatementId: 'all' } }]);
});

test('leaves the statement of a function URL without sign-in to a person', () => {
  const Condition = { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } };
  const state = { policies: [policy({ ...open, Sid: 'FunctionURLAllowPublicAccess', Action: 'lambda:InvokeFunctionUrl', Condition })] };
  expect(remedy.refuses(state)).toMatch(/a person decides/);
});

test('everyone of one organization, or of one bucket of one account, is not everyone', () => {
  const organization = { ...open, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcd123456' } } };
  const account = { ...open, Condition: { StringEquals: { 'AWS:SourceAccount': '123456789012' } } };
  expect(remedy.wrong({ policies: [policy(organization, { ...account, Sid: 'account' })] })).toBeUndefined();
});

test('brings a removed statement back in the words in which Lambda takes it, and none twice', () => {
  const opened = { policies: [policy(bucket, { ...open, Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:*:*:orders' } } })] };
  expect(remedy.undo(opened, { policies: [policy(bucket)] })).toEqual([
    {
      service: 'lambda',
      operation: 'addPermission',
      input: {
        FunctionName: 'mail',
        StatementId: 'all',
        Action: 'lambda:InvokeFunction',
        Principal: '*',
        SourceArn: 'arn:aws:sns:*:*:orders',
      },
    },
  ]);
  expect(remedy.undo(opened, opened)).toEqual([]);
});

test('a function without a policy is healthy, and one that is not there is gone', async () => {
  const none = () => {
    throw awsError('ResourceNotFoundException', { code: 'no-such-resource' });
  };
  const cloud = scriptedCloud()
    .on('lambda', 'listAliases', () => ({ Aliases: [{ Name: 'live' }] }))
    .on('lambda', 'getPolicy', none);
  await expect(remedy.observe(cloud.on('lambda', 'getFunctionConfiguration', none).reader(site))).rejects.toMatchObject({
    code: 'no-such-resource',
  });
  const there = cloud.on('lambda', 'getFunctionConfiguration', () => ({ FunctionName: 'mail' })).reader(site);
  expect(remedy.wrong(await remedy.observe(there))).toBeUndefined();
});
