import { z } from 'zod';
import { policyForm, statementsOf } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { canonical, type JsonObject } from '#domain/json.ts';
import { call } from '#ports/cloud.ts';
import { byName, InlinePolicy, tooLong, userPolicies, withPolicy } from './inline-policy.ts';
import { listUsers, ours, userArns, userTags } from './user.ts';

const name = 'selfheal-quarantine';
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'SelfhealQuarantine', Effect: 'Deny', Action: '*', Resource: '*' }],
});
const State = z.object({ policies: z.array(InlinePolicy) });
type State = z.infer<typeof State>;

export const quarantineUser = defineAction({
  id: 'iam.quarantine-user',
  title: 'Deny a compromised user everything until people have looked',
  resource: 'AWS::IAM::User',
  heals: [],
  /** Is there reason to contain the user? Nobody is contained for having no quarantine. */
  params: z.object({ userName: z.string().min(1), compromised: z.boolean() }),
  condition: ['compromised'],
  state: State,
  from: ({ id }) => [{ userName: id, compromised: false }],
  list: listUsers,
  tags: userTags,

  risk: { level: 'high', blastRadius: 'everything that the user does, with any key, password or session', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['iam:ListUserPolicies', 'iam:GetUserPolicy', 'iam:ListUsers', 'iam:ListUserTags'],
    write: ['iam:PutUserPolicy'],
    undo: ['iam:PutUserPolicy', 'iam:DeleteUserPolicy'],
    dependent: [],
    on: userArns,
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  observe: async (cloud, { userName }) => ({ policies: (await userPolicies(cloud, userName)).toSorted(byName) }),
  wrong: (state, { compromised }) => (compromised && !isContained(state) ? 'the user is compromised and may still act' : undefined),
  refuses: ({ policies }, { userName }) =>
    ours(userName) ??
    tooLong(
      'user',
      policies.filter((policy) => policy.name !== name),
      document,
    ),
  fix: (state, { userName, compromised }) =>
    compromised && !isContained(state)
      ? [call('iam', 'putUserPolicy', { UserName: userName, PolicyName: name, PolicyDocument: document })]
      : [],
  after: (state, { compromised }) =>
    compromised && !isContained(state) ? { policies: withPolicy(state.policies, { name, document }) } : state,
  comparable: ({ policies }) => policies.map((each) => [each.name, policyForm(each.document)]),
  undo(before, now, { userName }) {
    const [was, is] = [ownPolicy(before), ownPolicy(now)];
    if (policyForm(was) === policyForm(is)) return [];
    return [
      was === undefined
        ? call('iam', 'deleteUserPolicy', { UserName: userName, PolicyName: name })
        : call('iam', 'putUserPolicy', { UserName: userName, PolicyName: name, PolicyDocument: was }),
    ];
  },
});

const ownPolicy = ({ policies }: State): string | undefined => policies.find((policy) => policy.name === name)?.document;

/** Does any inline policy, ours or somebody's, deny everything without a condition? */
const isContained = ({ policies }: State): boolean =>
  policies.some((policy) => statementsOf(policy.document).some(({ says }) => deniesEverything(says)));

const deniesEverything = ({ Effect, Action, Resource, Condition }: JsonObject): boolean =>
  Effect === 'Deny' && Condition === undefined && [Action, Resource].every((each) => canonical([each ?? ''].flat()) === '["*"]');
