import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { Grant, Holder, isGranted, knownGrants, otherHolders, whyGranted, whyKept, without } from './administrator.ts';
import { groupArns, groupTags, listGroups } from './group.ts';

export const detachGroupAdministrator = defineAction({
  id: 'iam.detach-group-administrator',
  title: 'Take administrator rights away again that a group was just given',
  resource: 'AWS::IAM::Group',
  heals: [],
  params: z.object({ groupName: z.string().min(1), ...Grant }),
  condition: ['policyArn', 'granted'],
  state: Holder,
  from: ({ id, partition }) => knownGrants(partition).map((grant) => ({ groupName: id, ...grant })),
  list: listGroups,
  tags: groupTags,

  risk: { level: 'medium', blastRadius: 'every member of the group', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['iam:GetGroup', 'iam:ListAttachedGroupPolicies', 'iam:ListEntitiesForPolicy', 'iam:ListGroups'],
    write: ['iam:DetachGroupPolicy'],
    undo: ['iam:AttachGroupPolicy'],
    dependent: [],
    on: groupArns,
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { groupName, policyArn }) {
    const [{ Group }, { AttachedPolicies = [] }, others] = await Promise.all([
      cloud.read('iam', 'getGroup', { GroupName: groupName }),
      cloud.read('iam', 'listAttachedGroupPolicies', { GroupName: groupName }),
      otherHolders(cloud, policyArn, `group ${groupName}`),
    ]);
    return Holder.parse({
      path: Group?.Path ?? '/',
      attached: AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []).toSorted(),
      others,
    });
  },
  wrong: (state, params) => whyGranted(state, params),
  refuses: (state, { groupName, policyArn }) => whyKept(state, groupName, policyArn),
  fix: (state, params) =>
    isGranted(state, params) ? [call('iam', 'detachGroupPolicy', { GroupName: params.groupName, PolicyArn: params.policyArn })] : [],
  after: (state, params) => (isGranted(state, params) ? without(state, params) : state),
  comparable: ({ path, attached }) => ({ path, attached }),
  undo: (before, now, params) =>
    isGranted(before, params) && !now.attached.includes(params.policyArn)
      ? [call('iam', 'attachGroupPolicy', { GroupName: params.groupName, PolicyArn: params.policyArn })]
      : [],
});
