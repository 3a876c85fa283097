import { z } from 'zod';
import { policyForm } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { byName, InlinePolicy, tooLong, userPolicies, withPolicy } from './inline-policy.ts';
import { listUsers, ours, userArns, userTags } from './user.ts';

const name = 'selfheal-require-mfa';
/** What enrolling a device takes, and what signing in for the first time takes besides (IAM user guide, "Allows MFA-authenticated IAM users to manage their own credentials"). */
const own = [
  'iam:CreateVirtualMFADevice',
  'iam:EnableMFADevice',
  'iam:GetMFADevice',
  'iam:GetUser',
  'iam:ListMFADevices',
  'iam:ResyncMFADevice',
];
const enrolment = [...own, 'iam:ChangePassword', 'iam:GetAccountPasswordPolicy', 'iam:ListVirtualMFADevices'];

const State = z.object({
  arn: z.string(),
  console: z.boolean(),
  devices: z.int(),
  policies: z.array(InlinePolicy),
});
type State = z.infer<typeof State>;

export const requireMfa = defineAction({
  id: 'iam.require-mfa',
  title: 'Let a console user without MFA do nothing but enrol a device',
  resource: 'AWS::IAM::User',
  heals: ['securityhub:IAM.5', 'config:mfa-enabled-for-iam-console-access'],
  params: z.object({ userName: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ userName: id }],
  list: listUsers,
  tags: userTags,

  risk: {
    level: 'medium',
    blastRadius: 'the console sessions of one person, until they enrol a device; programs that use access keys go on',
    outage: 'possible',
  },
  cost: () => [],
  permissions: {
    read: [
      'iam:GetUser',
      'iam:GetLoginProfile',
      'iam:ListMFADevices',
      'iam:ListUserPolicies',
      'iam:GetUserPolicy',
      'iam:ListUsers',
      'iam:ListUserTags',
    ],
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

  async observe(cloud, { userName }) {
    const [{ User }, login, { MFADevices = [] }, policies] = await Promise.all([
      cloud.read('iam', 'getUser', { UserName: userName }),
      cloud.find('iam', 'getLoginProfile', { UserName: userName }, ['NoSuchEntity', 'NoSuchEntityException']),
      cloud.read('iam', 'listMFADevices', { UserName: userName }),
      userPolicies(cloud, userName),
    ]);
    return State.parse({
      arn: User?.Arn,
      console: login?.LoginProfile !== undefined,
      devices: MFADevices.length,
      policies: policies.toSorted(byName),
    });
  },
  wrong: (state) =>
    !state.console || state.devices > 0 || isGuarded(state) ? undefined : 'the user can sign in to the console with a password alone',
  refuses: ({ arn, policies }, { userName }) =>
    ours(userName) ??
    tooLong(
      'user',
      policies.filter((policy) => policy.name !== name),
      documentFor(arn),
    ),
  fix: (state, { userName }) =>
    !state.console || state.devices > 0 || isGuarded(state)
      ? []
      : [call('iam', 'putUserPolicy', { UserName: userName, PolicyName: name, PolicyDocument: documentFor(state.arn) })],
  after: (state) =>
    !state.console || state.devices > 0 || isGuarded(state)
      ? state
      : { ...state, policies: withPolicy(state.policies, { name, document: documentFor(state.arn) }) },
  comparable: ({ policies, ...rest }) => ({ ...rest, policies: policies.map((each) => [each.name, policyForm(each.document)]) }),
  undo(before, now, { userName }) {
    const [was, is] = [ourPolicy(before), ourPolicy(now)];
    if (policyForm(was) === policyForm(is)) return [];
    return [
      was === undefined
        ? call('iam', 'deleteUserPolicy', { UserName: userName, PolicyName: name })
        : call('iam', 'putUserPolicy', { UserName: userName, PolicyName: name, PolicyDocument: was }),
    ];
  },
});

const ourPolicy = ({ policies }: State): string | undefined => policies.find((policy) => policy.name === name)?.document;
const isGuarded = (state: State): boolean => policyForm(ourPolicy(state)) === policyForm(documentFor(state.arn));

/** `Bool`, not `BoolIfExists`: calls that are signed with a long-term key carry no such key and go on, sessions of a password carry `false`. */
function documentFor(arn: string): string {
  const devices = `${arn.replace(/:user\/.*$/, '')}:mfa/*`;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'SelfhealMayEnrol', Effect: 'Allow', Action: own, Resource: [arn, devices] },
      { Sid: 'SelfhealMayList', Effect: 'Allow', Action: 'iam:ListVirtualMFADevices', Resource: '*' },
      {
        Sid: 'SelfhealRequireMfa',
        Effect: 'Deny',
        NotAction: enrolment,
        Resource: '*',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
      },
    ],
  });
}
