import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { requireMfa } from './require-mfa.ts';

const site = { partition: 'aws-cn', account: '123456789012', region: 'global' };
const remedy = requireMfa.with({ userName: 'anna' });
const state = { arn: 'arn:aws-cn:iam::123456789012:user/shop/anna', console: true, devices: 0, policies: [] };
const [put] = remedy.fix(state);
const { PolicyDocument = '' }: { readonly PolicyDocument?: string } = Object(put?.input);
const document: { readonly Statement: readonly { readonly [key: string]: unknown }[] } = JSON.parse(PolicyDocument);

test('denies everything but enrolling, and only to sessions that say they have no MFA', () => {
  const deny = document.Statement.at(-1);
  expect(deny).toMatchObject({ Effect: 'Deny', Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } });
  expect(deny?.['NotAction']).toContain('iam:ChangePassword');
  expect(deny?.['NotAction']).not.toContain('sts:AssumeRole');
  expect(JSON.stringify(deny)).not.toContain('IfExists');
});

test('lets the user enrol a device of their own, in any partition and under any path', () => {
  const [allow] = document.Statement;
  expect(allow).toMatchObject({
    Effect: 'Allow',
    Action: expect.arrayContaining(['iam:CreateVirtualMFADevice', 'iam:EnableMFADevice']),
    Resource: [state.arn, 'arn:aws-cn:iam::123456789012:mfa/*'],
  });
});

test('a user without a password, or with a device, is in order', () => {
  expect(remedy.wrong(state)).toMatch(/password alone/);
  expect(remedy.wrong({ ...state, console: false })).toBeUndefined();
  expect(remedy.wrong({ ...state, devices: 1 })).toBeUndefined();
});

test('knows its own policy however AWS lays it out, and no weakened one', () => {
  const again = (text: string) => ({ ...state, policies: [{ name: 'selfheal-require-mfa', document: text }] });
  expect(remedy.wrong(again(JSON.stringify(document, undefined, 4)))).toBeUndefined();
  const weak = again(PolicyDocument.replace('"iam:ChangePassword"', '"iam:*"'));
  expect(remedy.wrong(weak)).toBeDefined();
  expect(remedy.undo(weak, remedy.after(weak))).toMatchObject([{ operation: 'putUserPolicy' }]);
});

test('refuses where the policy does not fit beside the others, and its own user', () => {
  const long = { ...state, policies: [{ name: 'own', document: `{"Statement":[${'"x",'.repeat(400)}]}` }] };
  expect(remedy.refuses(long)).toMatch(/AWS takes 2048/);
  expect(requireMfa.with({ userName: 'selfheal-engine' }).refuses(state)).toMatch(/Selfheal's own/);
});

test('a document without spaces is counted, not its layout', () => {
  const spaced = { ...state, policies: [{ name: 'own', document: `{"Statement":[]${' '.repeat(3000)}}` }] };
  expect(remedy.refuses(spaced)).toBeUndefined();
});

test('a user that is gone has no password, and is not called healthy', async () => {
  const gone = () => {
    throw awsError('NoSuchEntityException', { code: 'no-such-resource' });
  };
  const cloud = scriptedCloud()
    .on('iam', 'getUser', gone)
    .on('iam', 'getLoginProfile', gone)
    .on('iam', 'listMFADevices', gone)
    .on('iam', 'listUserPolicies', gone);
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('reads documents as IAM encodes them', async () => {
  const cloud = scriptedCloud()
    .on('iam', 'getUser', () => ({
      User: { Arn: state.arn, UserName: 'anna', UserId: 'AIDAEXAMPLEEXAMPLE00', Path: '/shop/', CreateDate: new Date(0) },
    }))
    .on('iam', 'getLoginProfile', () => ({ LoginProfile: { UserName: 'anna', CreateDate: new Date(0) } }))
    .on('iam', 'listMFADevices', () => ({ MFADevices: [] }))
    .on('iam', 'listUserPolicies', () => ({ PolicyNames: ['selfheal-require-mfa'] }))
    .on('iam', 'getUserPolicy', ({ UserName, PolicyName }) => ({
      UserName,
      PolicyName,
      PolicyDocument: encodeURIComponent(PolicyDocument),
    }));
  expect(remedy.wrong(await remedy.observe(cloud.reader(site)))).toBeUndefined();
});
