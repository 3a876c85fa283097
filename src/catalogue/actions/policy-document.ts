import type { Json, JsonObject } from '#domain/json.ts';
import { exceptsFew, reachOf } from './policy-document-conditions.ts';
import { policyForm, type Statement, statementsOf, withoutStatements, withStatements } from './policy-document-statements.ts';

/** The statements of a resource's policy that let everyone in: they name everyone, and no condition narrows that to a few. */
export const publicStatements = (policy: string | undefined): readonly Statement[] =>
  statementsOf(policy).filter(
    ({ says }) => says['Effect'] === 'Allow' && principalsOf(says).includes('*') && reachOf(says['Condition']) !== 'few',
  );

/** Which statements make a policy public and what they allow, in words; nothing when it is not public. */
export function whyPublic(policy: string | undefined): string | undefined {
  const open = publicStatements(policy).map(({ name, says }) => `${name} lets everyone call ${actionsOf(says)}`);
  return open.length === 0 ? undefined : open.join(', ');
}

/** Why a person has to decide about a public policy: it may not be as public as it looks, or removing a statement takes more than that. */
export function whyUnclear(policy: string | undefined): string | undefined {
  const open = publicStatements(policy);
  for (const { name, says } of open) {
    const reach = reachOf(says['Condition']);
    if (typeof reach === 'object') return `${name}: ${reach.unclear}, so a person decides`;
    const others = principalsOf(says).filter((principal) => principal !== '*');
    if (others.length > 0) return `${name} also names ${others.join(' and ')}: removing it would shut them out, so a person narrows it`;
  }
  const closing = open.length === 0 ? undefined : statementsOf(policy).find(({ says }) => deniesAllButFew(says));
  return closing && `${closing.name} denies all but a few, and may already close it: a person decides`;
}

/** The document without its public statements, the rest to the byte; nothing when none is left. */
export const withoutPublic = (policy: string): string | undefined => {
  const open = new Set(publicStatements(policy).map(({ text }) => text));
  return withoutStatements(policy, ({ text }) => open.has(text));
};

/**
 * The document that brings back the public statements of an earlier one: the earlier document itself when nothing else changed since,
 * else the present one with what it lacks; nothing when it lacks none. `left` is what `withoutPublic` put in the place of the earlier one.
 */
export function withPublicAgain(before: string, now: string | undefined, left = withoutPublic(before)): string | undefined {
  const there = new Set(statementsOf(now).map(({ text }) => policyForm(text)));
  const lost = publicStatements(before).filter(({ text }) => !there.has(policyForm(text)));
  if (lost.length === 0) return undefined;
  if (now === undefined || policyForm(now) === policyForm(left)) return before;
  return withStatements(
    now,
    lost.map(({ text }) => text),
  );
}

const deniesAllButFew = ({ Effect, NotPrincipal, Condition }: JsonObject): boolean =>
  Effect === 'Deny' && (NotPrincipal !== undefined || exceptsFew(Condition));

/** Everyone that a statement names, `*` for everyone; an Allow with NotPrincipal is for everyone else (user guide, "NotPrincipal"). */
function principalsOf({ Principal, NotPrincipal }: JsonObject): readonly string[] {
  if (NotPrincipal !== undefined) return ['*'];
  if (typeof Principal === 'string') return [Principal];
  const kinds: JsonObject = Object(Principal);
  return Object.values(kinds).flatMap((each) => textsOf(each));
}

const actionsOf = ({ Action, NotAction }: JsonObject): string =>
  Action === undefined ? `everything but ${textsOf(NotAction).join(', ')}` : textsOf(Action).join(', ');

const textsOf = (value: Json | undefined): readonly string[] => (value === undefined ? [] : [value].flat().map(String));
