import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { quarantineUser } from './quarantine-user.ts';

const site = { partition: 'aws', account: '123456789012', region: 'global' };
const remedy = quarantineUser.with({ userName: 'deploy', compromised: true });
const policy = (statement: object, name = 'other') => ({
  policies: [{ name, document: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }],
});

test('nobody is contained without a reason', () => {
  const resource = { type: 'AWS::IAM::User', id: 'deploy', ...site };
  const [params] = quarantineUser.from(resource);
  expect(quarantineUser.with(params ?? {}).wrong({ policies: [] })).toBeUndefined();
  expect(remedy.wrong({ policies: [] })).toBe('the user is compromised and may still act');
});

test("is content with anybody's policy that denies everything", () => {
  expect(remedy.wrong(policy({ Effect: 'Deny', Action: ['*'], Resource: ['*'] }))).toBeUndefined();
});

test.each([
  { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' },
  { Effect: 'Deny', Action: 's3:*', Resource: '*' },
  { Effect: 'Deny', Action: '*', Resource: 'arn:aws:s3:::orders' },
  { Effect: 'Allow', Action: '*', Resource: '*' },
])('sees through a policy that leaves a way: %j', (statement) => expect(remedy.wrong(policy(statement))).toBeDefined());

test('repairs a quarantine that was weakened, and brings back on request what was there', () => {
  const weakened = policy({ Effect: 'Deny', Action: 's3:*', Resource: '*' }, 'selfheal-quarantine');
  expect(remedy.fix(weakened)).toMatchObject([{ input: { PolicyName: 'selfheal-quarantine' } }]);
  expect(remedy.fix(remedy.after(weakened))).toEqual([]);
  expect(remedy.undo(weakened, remedy.after(weakened))).toMatchObject([{ operation: 'putUserPolicy' }]);
  expect(remedy.undo({ policies: [] }, remedy.after({ policies: [] }))).toMatchObject([{ operation: 'deleteUserPolicy' }]);
});

test("leaves Selfheal's own user and a user without room for a policy to a person", () => {
  expect(quarantineUser.with({ userName: 'selfheal-engine', compromised: true }).refuses({ policies: [] })).toMatch(/own/);
  expect(remedy.refuses({ policies: [{ name: 'long', document: `{"Statement":["${'x'.repeat(2_000)}"]}` }] })).toMatch(/AWS takes 2048/);
});

test('a user that is gone is not called healthy', async () => {
  const cloud = scriptedCloud().on('iam', 'listUserPolicies', () => {
    throw awsError('NoSuchEntityException', { code: 'no-such-resource' });
  });
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});
