import type { Human } from '#config/approvers.ts';
import type { Policy } from '#config/policy.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { subjectOf } from '#flow/decision/case-of.ts';
import { matches, type Subject } from '#flow/decision/matches.ts';
import { keyOf } from './person.ts';

/** One yes that a plan needs, or two of different people. Lists hold keys of people; an empty one is anybody. */
interface Want {
  readonly who: readonly string[];
  /** Of whom the second yes may be; one is enough when absent. */
  readonly second?: readonly string[];
}

/** Everything that the policy wants for an incident: each entry that matches must be met, so that one more never makes a yes easier. */
export interface Wanted {
  readonly wants: readonly Want[];
  readonly people: readonly Human[];
}

/** Whose yes it takes. Where tags could not be read, an entry that asks for tags counts as matching. */
export function wantedFor(incident: IncidentDocument, policy: Policy, now: number): Wanted {
  const { approvers, people } = policy;
  const keys = (names: readonly string[]): readonly string[] => names.map((name) => keyOf(name, people));
  const subject = subjectOf(incident, incident.action?.id, policy, now);
  const known = incident.diagnosis?.tags !== undefined;
  const everywhere = approvers.filter((entry) => typeof entry === 'string');
  const matching = approvers.filter((entry) => typeof entry !== 'string').filter(({ match }) => applies(match, subject, known));
  return {
    people,
    wants: [
      ...(everywhere.length === 0 ? [] : [{ who: keys(everywhere) }]),
      ...matching.map(({ who: one, second }): Want => {
        const who = keys([one].flat());
        return second === false ? { who } : { who, second: second === true ? who : keys(second) };
      }),
    ],
  };
}

function applies(match: Parameters<typeof matches>[0], subject: Subject, tagsKnown: boolean): boolean {
  if (tagsKnown) return matches(match, subject);
  const { tag: _tag, environment: _environment, ...rest } = match;
  return matches(rest, subject);
}

const isOf = (list: readonly string[], key: string): boolean => list.length === 0 || list.includes(key);

/** Is this one of those who may answer at all? */
export const mayAnswer = ({ wants }: Wanted, key: string): boolean =>
  wants.length === 0 || wants.some(({ who, second }) => isOf(who, key) || (second !== undefined && isOf(second, key)));

/** Everybody who is named, for a refusal. */
export const approverNames = ({ wants }: Wanted): string =>
  [...new Set(wants.flatMap(({ who, second = [] }) => [...who, ...second]))].join(', ');

const isMet = ({ who, second }: Want, yes: readonly string[]): boolean =>
  second === undefined
    ? yes.some((key) => isOf(who, key))
    : yes.some((one) => isOf(who, one) && yes.some((other) => other !== one && isOf(second, other)));

/** Does this person's yes bring it any nearer? */
export const isOfUse = ({ wants }: Wanted, yes: readonly string[], key: string): boolean =>
  !yes.includes(key) &&
  wants.some((want) => !isMet(want, yes) && (isOf(want.who, key) || (want.second !== undefined && isOf(want.second, key))));

/** Whose yes is still missing, in words; nothing when these are enough. */
export function missing({ wants }: Wanted, yes: readonly string[]): string | undefined {
  if (wants.length === 0) return yes.length > 0 ? undefined : 'anyone with access, except who caused it';
  const unmet = wants.filter((want) => !isMet(want, yes));
  return unmet.length === 0 ? undefined : [...new Set(unmet.map((want) => words(want, yes)))].join(', and ');
}

function words({ who, second }: Want, yes: readonly string[]): string {
  if (second === undefined) return names(who);
  const first = yes.find((key) => isOf(who, key));
  if (first !== undefined) {
    const others = second.filter((key) => !yes.includes(key));
    return second.length === 0 ? `anyone else than ${first}` : names(others);
  }
  if (yes.length > 0) return names(who.filter((key) => !yes.includes(key)));
  if (who.length === 0 && second.length === 0) return 'two different people, neither of whom caused it';
  return `${names(who)}, and then ${second === who || names(second) === names(who) ? 'another one of them' : names(second)}`;
}

const names = (keys: readonly string[]): string => (keys.length === 0 ? 'anyone with access, except who caused it' : keys.join(' or '));
