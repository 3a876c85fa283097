import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { detachGroupAdministrator } from './detach-group-administrator.ts';

const site = { partition: 'aws', account: '123456789012', region: 'global' };
const policyArn = 'arn:aws:iam::123456789012:policy/AdministratorAccess';
const remedy = detachGroupAdministrator.with({ groupName: 'developers', policyArn, granted: 'just-now' });

test('takes a policy of the account itself as one of AWS', () => {
  const state = { path: '/', attached: [policyArn], others: 0 };
  expect(remedy.wrong(state)).toBe('AdministratorAccess was attached just now');
  expect(remedy.refuses(state)).toMatch(/last administrator/);
  expect(remedy.fix(state)).toMatchObject([{ operation: 'detachGroupPolicy', input: { GroupName: 'developers', PolicyArn: policyArn } }]);
});

test('a policy that vanished has no holders, and there is nothing to take away', async () => {
  const cloud = scriptedCloud()
    .on('iam', 'getGroup', () => ({
      Group: { Path: '/', GroupName: 'developers', GroupId: 'AGPAEXAMPLEEXAMPLE00', Arn: 'arn', CreateDate: new Date(0) },
      Users: [],
    }))
    .on('iam', 'listAttachedGroupPolicies', () => ({ AttachedPolicies: [] }))
    .on('iam', 'listEntitiesForPolicy', () => {
      throw awsError('NoSuchEntityException', { code: 'no-such-resource' });
    });
  const state = await remedy.observe(cloud.reader(site));
  expect(state).toEqual({ path: '/', attached: [], others: 0 });
  expect(remedy.wrong(state)).toBeUndefined();
});
