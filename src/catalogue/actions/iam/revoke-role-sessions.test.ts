import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { revokeRoleSessions } from './revoke-role-sessions.ts';

const site = { partition: 'aws', account: '123456789012', region: 'global' };
const before = '2026-11-20T09:00:00Z';
const at = Date.parse(before) + 60_000;
const remedy = revokeRoleSessions.with({ roleName: 'shop', before });
const state = { path: '/', policies: [], at };
const revoking = (moment: string, more: object = {}, name = 'AWSRevokeOlderSessions') => {
  const Condition = { DateLessThan: { 'aws:TokenIssueTime': moment } };
  const Statement = [{ Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition, ...more }];
  return { ...state, policies: [{ name, document: JSON.stringify({ Version: '2012-10-17', Statement }) }] };
};

test('without a moment there is nothing to end', () => {
  expect(revokeRoleSessions.with({ roleName: 'shop' }).wrong(state)).toBeUndefined();
  expect(remedy.wrong(state)).toBe('sessions of the role that were opened before 2026-11-20T09:00:00Z still work');
});

test('is content with what a person revoked in the console at that moment or later', () => {
  expect(remedy.wrong(revoking(before))).toBeUndefined();
  expect(remedy.wrong(revoking('2026-11-20T10:00:00.000Z'))).toBeUndefined();
  expect(remedy.wrong(revoking('2026-11-20T08:59:59Z'))).toBeDefined();
});

test('sees through a policy that leaves a way', () => {
  expect(remedy.wrong(revoking(before, { Action: ['s3:*'] }))).toBeDefined();
  expect(remedy.wrong(revoking(before, { Effect: 'Allow' }))).toBeDefined();
  const Condition = { DateLessThan: { 'aws:TokenIssueTime': before }, StringEquals: { 'aws:userid': 'x' } };
  expect(remedy.wrong(revoking(before, { Condition }))).toBeDefined();
  expect(remedy.wrong(revoking('never'))).toBeDefined();
});

test('moves its own earlier moment forward and can bring it back', () => {
  const earlier = revoking('2026-11-19T09:00:00Z', {}, 'selfheal-revoke-older-sessions');
  expect(remedy.fix(earlier)).toMatchObject([{ operation: 'putRolePolicy', input: { PolicyName: 'selfheal-revoke-older-sessions' } }]);
  expect(remedy.undo(earlier, remedy.after(earlier))).toMatchObject([{ input: { PolicyDocument: earlier.policies[0]?.document } }]);
  expect(remedy.undo(state, remedy.after(state))).toMatchObject([{ operation: 'deleteRolePolicy' }]);
});

test('a moment to come is refused, and so are roles of services and its own', () => {
  expect(remedy.refuses({ ...state, at: at - 3_600_000 })).toMatch(/still to come/);
  expect(remedy.refuses({ ...state, path: '/aws-service-role/support.amazonaws.com/' })).toMatch(/service of AWS/);
  expect(revokeRoleSessions.with({ roleName: 'selfheal-read', before }).refuses(state)).toMatch(/own/);
  expect(() => revokeRoleSessions.with({ roleName: 'shop', before: 'yesterday' })).toThrow(expect.objectContaining({ code: 'bad-params' }));
});

test('that time passes is no change', () => expect(remedy.comparable({ ...state, at: at + 1 })).toEqual(remedy.comparable(state)));

test('a role that vanishes between two reads is not called healthy', async () => {
  const cloud = scriptedCloud()
    .on('iam', 'getRole', () => ({
      Role: { Path: '/', RoleName: 'shop', RoleId: 'AROAEXAMPLEEXAMPLE00', Arn: 'arn', CreateDate: new Date(0) },
    }))
    .on('iam', 'listRolePolicies', () => ({ PolicyNames: ['work'] }))
    .on('iam', 'getRolePolicy', () => {
      throw awsError('NoSuchEntityException', { code: 'no-such-resource' });
    });
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});
