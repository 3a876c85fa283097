import { z } from 'zod';
import { publicStatements, whyPublic } from '#catalogue/actions/policy-document.ts';
import { exceptsFew, reachOf } from '#catalogue/actions/policy-document-conditions.ts';
import {
  policyForm,
  type Statement,
  statementsOf,
  withoutStatements,
  withStatements,
} from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { call } from '#ports/cloud.ts';
import { decoded } from './inline-policy.ts';
import { isServiceLinked, listRoles, roleArns, roleTags } from './role.ts';
import { ours } from './user.ts';

/** A trust policy needs a statement: this one is left where the open one was all there was. */
const nobody = JSON.stringify({ Sid: 'SelfhealNobody', Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' });

const State = z.object({ path: z.string(), trust: z.string().min(2) });
type State = z.infer<typeof State>;

export const removeOpenTrust = defineAction({
  id: 'iam.remove-open-trust',
  title: 'Take out of the trust of a role what lets everyone assume it',
  resource: 'AWS::IAM::Role',
  heals: [],
  params: z.object({ roleName: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ roleName: id }],
  list: listRoles,
  tags: roleTags,

  risk: { level: 'medium', blastRadius: 'whoever assumes the role without being named in its trust', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['iam:GetRole', 'iam:ListRoles', 'iam:ListRoleTags'],
    write: ['iam:UpdateAssumeRolePolicy'],
    undo: ['iam:UpdateAssumeRolePolicy'],
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
    const { Role } = await cloud.read('iam', 'getRole', { RoleName: roleName });
    return State.parse({ path: Role?.Path ?? '/', trust: decoded(Role?.AssumeRolePolicyDocument) });
  },
  wrong: ({ trust }) => whyPublic(trust),
  refuses({ path, trust }, { roleName }) {
    for (const { name, says } of publicStatements(trust)) {
      const reach = reachOf(says['Condition']);
      if (typeof reach === 'object') return `${name}: ${reach.unclear}, so a person decides`;
    }
    const closing = statementsOf(trust).find(({ says }) => deniesAllButFew(says));
    if (closing !== undefined) return `${closing.name} denies all but a few, and may already close it: a person decides`;
    return isServiceLinked(path) ? `${roleName} belongs to a service of AWS` : ours(roleName);
  },
  fix: ({ trust }, { roleName }) => (publicStatements(trust).length === 0 ? [] : [put(roleName, closed(trust))]),
  after: (state) => (publicStatements(state.trust).length === 0 ? state : { ...state, trust: closed(state.trust) }),
  comparable: ({ path, trust }) => ({ path, trust: policyForm(trust) }),
  undo: (before, now, { roleName }) =>
    publicStatements(before.trust).length === 0 || policyForm(before.trust) === policyForm(now.trust) ? [] : [put(roleName, before.trust)],
});

/** The document without "everyone": whoever an open statement names besides stays named, and every other statement keeps its bytes. */
function closed(trust: string): string {
  const open = new Set(publicStatements(trust).map(({ text }) => text));
  const narrowed = publicStatements(trust).flatMap((statement) => named(statement) ?? []);
  const nothingLeft = narrowed.length === 0 && statementsOf(trust).every(({ text }) => open.has(text));
  const longer = withStatements(trust, nothingLeft ? [nobody] : narrowed);
  return withoutStatements(longer, ({ text }) => open.has(text)) ?? longer;
}

/** The statement for those whom it names; nothing when it names nobody but everyone. */
function named({ says }: Statement): string | undefined {
  if (typeof says['Principal'] !== 'object') return undefined;
  const kinds: JsonObject = Object(says['Principal']);
  const left = Object.entries(kinds).flatMap(([kind, who]): readonly (readonly [string, Json])[] => {
    const names = [who ?? []].flat().filter((each) => each !== '*');
    return names.length === 0 ? [] : [[kind, names]];
  });
  return left.length === 0 ? undefined : JSON.stringify({ ...says, Principal: Object.fromEntries(left) });
}

const deniesAllButFew = ({ Effect, NotPrincipal, Condition }: JsonObject): boolean =>
  Effect === 'Deny' && (NotPrincipal !== undefined || exceptsFew(Condition));

const put = (RoleName: string, PolicyDocument: string): Call => call('iam', 'updateAssumeRolePolicy', { RoleName, PolicyDocument });
