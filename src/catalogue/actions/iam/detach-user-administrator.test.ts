import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { detachUserAdministrator } from './detach-user-administrator.ts';

const site = { partition: 'aws-cn', account: '123456789012', region: 'global' };
const administrator = 'arn:aws-cn:iam::aws:policy/AdministratorAccess';
const granted = (when: string, userName = 'anna', policyArn = administrator) =>
  detachUserAdministrator.with({ userName, policyArn, granted: when });
const state = { path: '/', attached: [administrator], others: 1 };

test('only rights that an event tells of are taken away: who had them before may be meant to', () => {
  expect(granted('just-now').wrong(state)).toBe('AdministratorAccess was attached just now');
  expect(granted('before').wrong(state)).toBeUndefined();
  const resource = { type: 'AWS::IAM::User', id: 'anna', ...site };
  expect(detachUserAdministrator.from(resource)).toContainEqual({ userName: 'anna', policyArn: administrator, granted: 'before' });
});

test('never takes the rights of the last administrator', () => {
  expect(granted('just-now').refuses({ ...state, others: 0 })).toBe('anna would be the last administrator of the account');
  expect(granted('just-now').refuses(state)).toBeUndefined();
  const power = 'arn:aws-cn:iam::aws:policy/PowerUserAccess';
  expect(granted('just-now', 'anna', power).refuses({ ...state, attached: [power], others: 0 })).toBeUndefined();
});

test("leaves Selfheal's own user to a person", () => expect(granted('just-now', 'Selfheal-engine').refuses(state)).toMatch(/own/));

test('takes nothing for a policy that is none', () => {
  expect(() => granted('just-now', 'anna', 'arn:aws:s3:::bucket')).toThrow(expect.objectContaining({ code: 'bad-params' }));
});

test('counts other users, roles and groups, but not the user itself', async () => {
  const cloud = scriptedCloud()
    .on('iam', 'getUser', () => ({
      User: { Path: '/', UserName: 'anna', UserId: 'AIDAEXAMPLEEXAMPLE00', Arn: 'arn', CreateDate: new Date(0) },
    }))
    .on('iam', 'listAttachedUserPolicies', () => ({ AttachedPolicies: [{ PolicyArn: administrator }] }))
    .on('iam', 'listEntitiesForPolicy', () => ({
      PolicyUsers: [{ UserName: 'anna' }],
      PolicyRoles: [{ RoleName: 'anna' }],
      PolicyGroups: [{ GroupName: 'anna' }],
    }));
  expect(await granted('just-now').observe(cloud.reader(site))).toEqual({ ...state, others: 2 });
  cloud.on('iam', 'getUser', () => {
    throw awsError('NoSuchEntityException', { code: 'no-such-resource' });
  });
  await expect(granted('just-now').observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});
