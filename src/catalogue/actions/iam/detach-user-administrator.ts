import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { Grant, Holder, isGranted, knownGrants, otherHolders, whyGranted, whyKept, without } from './administrator.ts';
import { listUsers, userArns, userTags } from './user.ts';

export const detachUserAdministrator = defineAction({
  id: 'iam.detach-user-administrator',
  title: 'Take administrator rights away again that a user was just given',
  resource: 'AWS::IAM::User',
  heals: [],
  params: z.object({ userName: z.string().min(1), ...Grant }),
  condition: ['policyArn', 'granted'],
  state: Holder,
  from: ({ id, partition }) => knownGrants(partition).map((grant) => ({ userName: id, ...grant })),
  list: listUsers,
  tags: userTags,

  risk: { level: 'medium', blastRadius: 'everything that the user does with these rights', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['iam:GetUser', 'iam:ListAttachedUserPolicies', 'iam:ListEntitiesForPolicy', 'iam:ListUsers', 'iam:ListUserTags'],
    write: ['iam:DetachUserPolicy'],
    undo: ['iam:AttachUserPolicy'],
    dependent: [],
    on: userArns,
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { userName, policyArn }) {
    const [{ User }, { AttachedPolicies = [] }, others] = await Promise.all([
      cloud.read('iam', 'getUser', { UserName: userName }),
      cloud.read('iam', 'listAttachedUserPolicies', { UserName: userName }),
      otherHolders(cloud, policyArn, `user ${userName}`),
    ]);
    return Holder.parse({
      path: User?.Path ?? '/',
      attached: AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []).toSorted(),
      others,
    });
  },
  wrong: (state, params) => whyGranted(state, params),
  refuses: (state, { userName, policyArn }) => whyKept(state, userName, policyArn),
  fix: (state, params) =>
    isGranted(state, params) ? [call('iam', 'detachUserPolicy', { UserName: params.userName, PolicyArn: params.policyArn })] : [],
  after: (state, params) => (isGranted(state, params) ? without(state, params) : state),
  comparable: ({ path, attached }) => ({ path, attached }),
  undo: (before, now, params) =>
    isGranted(before, params) && !now.attached.includes(params.policyArn)
      ? [call('iam', 'attachUserPolicy', { UserName: params.userName, PolicyArn: params.policyArn })]
      : [],
});
