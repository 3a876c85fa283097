import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { Grant, Holder, isGranted, knownGrants, otherHolders, whyGranted, whyKept, without } from './administrator.ts';
import { listRoles, roleArns, roleTags } from './role.ts';

export const detachRoleAdministrator = defineAction({
  id: 'iam.detach-role-administrator',
  title: 'Take administrator rights away again that a role was just given',
  resource: 'AWS::IAM::Role',
  heals: [],
  params: z.object({ roleName: z.string().min(1), ...Grant }),
  condition: ['policyArn', 'granted'],
  state: Holder,
  from: ({ id, partition }) => knownGrants(partition).map((grant) => ({ roleName: id, ...grant })),
  list: listRoles,
  tags: roleTags,

  risk: { level: 'medium', blastRadius: 'every program that runs as the role', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:ListEntitiesForPolicy', 'iam:ListRoles', 'iam:ListRoleTags'],
    write: ['iam:DetachRolePolicy'],
    undo: ['iam:AttachRolePolicy'],
    dependent: [],
    on: roleArns,
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { roleName, policyArn }) {
    const [{ Role }, { AttachedPolicies = [] }, others] = await Promise.all([
      cloud.read('iam', 'getRole', { RoleName: roleName }),
      cloud.read('iam', 'listAttachedRolePolicies', { RoleName: roleName }),
      otherHolders(cloud, policyArn, `role ${roleName}`),
    ]);
    return Holder.parse({
      path: Role?.Path ?? '/',
      attached: AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []).toSorted(),
      others,
    });
  },
  wrong: (state, params) => whyGranted(state, params),
  refuses: (state, { roleName, policyArn }) => whyKept(state, roleName, policyArn),
  fix: (state, params) =>
    isGranted(state, params) ? [call('iam', 'detachRolePolicy', { RoleName: params.roleName, PolicyArn: params.policyArn })] : [],
  after: (state, params) => (isGranted(state, params) ? without(state, params) : state),
  comparable: ({ path, attached }) => ({ path, attached }),
  undo: (before, now, params) =>
    isGranted(before, params) && !now.attached.includes(params.policyArn)
      ? [call('iam', 'attachRolePolicy', { RoleName: params.roleName, PolicyArn: params.policyArn })]
      : [],
});
