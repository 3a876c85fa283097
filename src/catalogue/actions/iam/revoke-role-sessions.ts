import { z } from 'zod';
import { policyForm, statementsOf } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { canonical, type JsonObject } from '#domain/json.ts';
import { call } from '#ports/cloud.ts';
import { byName, InlinePolicy, rolePolicies, tooLong, withPolicy } from './inline-policy.ts';
import { isServiceLinked, listRoles, roleArns, roleTags } from './role.ts';
import { ours } from './user.ts';

const name = 'selfheal-revoke-older-sessions';
/** Clocks differ. */
const toleranceMs = 5 * 60_000;

const State = z.object({
  path: z.string(),
  policies: z.array(InlinePolicy),
  /** When this was read, in milliseconds. */
  at: z.number(),
});
type State = z.infer<typeof State>;
const Params = z.object({
  roleName: z.string().min(1),
  /** Sessions opened before this are compromised; none when absent. */
  before: z.iso.datetime().optional(),
});
type Params = z.infer<typeof Params>;

export const revokeRoleSessions = defineAction({
  id: 'iam.revoke-role-sessions',
  title: 'End the sessions of a role that were opened before a moment',
  resource: 'AWS::IAM::Role',
  heals: [],
  params: Params,
  condition: ['before'],
  state: State,
  from: ({ id }) => [{ roleName: id }],
  list: listRoles,
  tags: roleTags,

  risk: {
    level: 'medium',
    blastRadius: 'every session of the role that is open now: programs go on once they have new credentials, on EC2 after hours',
    outage: 'possible',
  },
  cost: () => [],
  permissions: {
    read: ['iam:GetRole', 'iam:ListRolePolicies', 'iam:GetRolePolicy', 'iam:ListRoles', 'iam:ListRoleTags'],
    write: ['iam:PutRolePolicy'],
    undo: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
    dependent: [],
    on: roleArns,
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { roleName }) {
    const [{ Role }, policies] = await Promise.all([cloud.read('iam', 'getRole', { RoleName: roleName }), rolePolicies(cloud, roleName)]);
    return { path: Role?.Path ?? '/', policies: policies.toSorted(byName), at: cloud.now() };
  },
  wrong: (state, params) =>
    mustRevoke(state, params) ? `sessions of the role that were opened before ${params.before} still work` : undefined,
  refuses({ path, policies, at }, { roleName, before }) {
    if (before === undefined) return undefined;
    if (isServiceLinked(path)) return `${roleName} belongs to a service of AWS`;
    if (Date.parse(before) > at + toleranceMs) return `${before} is still to come: sessions that nobody has opened yet are not compromised`;
    return (
      ours(roleName) ??
      tooLong(
        'role',
        policies.filter((policy) => policy.name !== name),
        documentFor(before),
      )
    );
  },
  fix: (state, params) =>
    mustRevoke(state, params)
      ? [call('iam', 'putRolePolicy', { RoleName: params.roleName, PolicyName: name, PolicyDocument: documentFor(params.before) })]
      : [],
  after: (state, params) =>
    mustRevoke(state, params) ? { ...state, policies: withPolicy(state.policies, { name, document: documentFor(params.before) }) } : state,
  comparable: ({ path, policies }) => ({ path, policies: policies.map((each) => [each.name, policyForm(each.document)]) }),
  undo(before, now, { roleName }) {
    const [was, is] = [ownPolicy(before), ownPolicy(now)];
    if (policyForm(was) === policyForm(is)) return [];
    return [
      was === undefined
        ? call('iam', 'deleteRolePolicy', { RoleName: roleName, PolicyName: name })
        : call('iam', 'putRolePolicy', { RoleName: roleName, PolicyName: name, PolicyDocument: was }),
    ];
  },
});

const ownPolicy = ({ policies }: State): string | undefined => policies.find((policy) => policy.name === name)?.document;

/** As the console writes it under "Revoke active sessions" (IAM user guide, "Revoke IAM role temporary security credentials"). */
const documentFor = (before: string | undefined): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'SelfhealRevokeOlderSessions',
        Effect: 'Deny',
        Action: ['*'],
        Resource: ['*'],
        Condition: { DateLessThan: { 'aws:TokenIssueTime': before } },
      },
    ],
  });

/** Are there sessions to end that no policy, ours or the console's, ends already? */
const mustRevoke = ({ policies }: State, { before }: Params): boolean =>
  before !== undefined &&
  !policies.some((policy) => statementsOf(policy.document).some(({ says }) => revokedUntil(says) >= Date.parse(before)));

function revokedUntil({ Effect, Action, Resource, Condition }: JsonObject): number {
  const { DateLessThan }: JsonObject = Object(Condition);
  const { 'aws:TokenIssueTime': moment }: JsonObject = Object(DateLessThan);
  const everything = [Action, Resource].every((each) => [each ?? ''].flat().includes('*'));
  const only = moment !== undefined && canonical(Condition ?? null) === canonical({ DateLessThan: { 'aws:TokenIssueTime': moment } });
  return Effect === 'Deny' && everything && only && typeof moment === 'string' ? Date.parse(moment) : Number.NEGATIVE_INFINITY;
}
