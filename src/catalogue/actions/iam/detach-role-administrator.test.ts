import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { detachRoleAdministrator } from './detach-role-administrator.ts';

const site = { partition: 'aws', account: '123456789012', region: 'global' };
const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
const remedy = detachRoleAdministrator.with({ roleName: 'deploy', policyArn, granted: 'just-now' });
const state = { path: '/', attached: [policyArn], others: 1 };

test('leaves the roles of IAM Identity Center and of AWS services to those', () => {
  const under = (path: string) => remedy.refuses({ ...state, path });
  expect(under('/aws-reserved/sso.amazonaws.com/eu-west-1/')).toMatch(/Identity Center/);
  expect(under('/aws-service-role/support.amazonaws.com/')).toMatch(/service of AWS/);
  expect(under('/operations/')).toBeUndefined();
});

test('detaches one policy and attaches it again', () => {
  const both = { ...state, attached: [policyArn, 'arn:aws:iam::aws:policy/ReadOnlyAccess'] };
  expect(remedy.fix(both)).toMatchObject([{ operation: 'detachRolePolicy', input: { RoleName: 'deploy', PolicyArn: policyArn } }]);
  expect(remedy.undo(both, remedy.after(both))).toMatchObject([{ operation: 'attachRolePolicy', input: { PolicyArn: policyArn } }]);
  expect(remedy.undo(both, both)).toEqual([]);
});

test('an administrator who comes or goes elsewhere is no change of the role', () => {
  expect(remedy.comparable({ ...state, others: 5 })).toEqual(remedy.comparable(state));
});

test('lists roles with their paths, but none that belongs to an AWS service', async () => {
  const role = (RoleName: string, Path: string) => ({
    RoleName,
    Path,
    Arn: `arn:aws:iam::123456789012:role${Path}${RoleName}`,
    RoleId: 'AROAEXAMPLEEXAMPLE00',
    CreateDate: new Date(0),
  });
  const cloud = scriptedCloud().on('iam', 'listRoles', () => ({
    Roles: [role('deploy', '/shop/'), role('AWSServiceRoleForSupport', '/aws-service-role/support.amazonaws.com/')],
  }));
  expect(await detachRoleAdministrator.list(cloud.reader(site))).toMatchObject([
    { id: 'deploy', arn: 'arn:aws:iam::123456789012:role/shop/deploy', region: 'global' },
  ]);
});
