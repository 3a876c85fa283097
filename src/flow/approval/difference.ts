import type { Call } from '#domain/call.ts';
import { costWords } from '#domain/cost-words.ts';
import type { Plan } from '#domain/facts.ts';
import { canonical, type Json } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import { type StateChange, stateChanges } from '#domain/state-changes.ts';
import { callHash } from '#flow/decision/plan.ts';

/** A plan and the state it was made from. */
export interface Planned {
  readonly plan: Plan;
  readonly state: Json;
}

const mostSentences = 12;
const longestValue = 160;

/** What is different about a plan since people were asked about the one before: calls, state, cost; a sentence each, secrets masked. */
export function difference(before: Planned, now: Planned): readonly string[] {
  const changes = stateChanges(redacted(before.state), redacted(now.state)).map((change) => `the resource: ${stateWords(change)}`);
  const [was, is] = [costWords(before.plan.cost), costWords(now.plan.cost)];
  const all = [
    ...(changes.length === 0 && canonical(before.state) !== canonical(now.state)
      ? ['the resource: a value that is kept secret is another one']
      : changes),
    ...callChanges(before.plan.rounds.flat(), now.plan.rounds.flat()),
    ...(was === is ? [] : [`the cost: it ${is}; before, it ${was}`]),
  ];
  const sentences = all.length === 0 ? ['it is planned anew, with the same calls'] : all;
  const more = sentences.length - mostSentences;
  return more > 0 ? [...sentences.slice(0, mostSentences), `and ${more} more differences`] : sentences;
}

function callChanges(before: readonly Call[], now: readonly Call[]): readonly string[] {
  const gone = without(before, now);
  const added = without(now, before);
  const same = (one: Call, other: Call): boolean => one.service === other.service && one.operation === other.operation;
  const changed = added.flatMap((call) => {
    const old = gone.find((each) => same(each, call));
    return old === undefined ? [] : [{ old, call }];
  });
  return [
    ...changed.map(
      ({ old, call }) =>
        `the calls: ${nameOf(call)} with other values: ${stateChanges(redacted(old.input), redacted(call.input)).map(stateWords).join('; ') || 'kept secret'}`,
    ),
    ...added
      .filter((call) => !changed.some((pair) => pair.call === call))
      .map((call) => `the calls: also ${nameOf(call)} ${short(redacted(call.input))}`),
    ...gone
      .filter((call) => !changed.some((pair) => pair.old === call))
      .map((call) => `the calls: no longer ${nameOf(call)} ${short(redacted(call.input))}`),
  ];
}

function without(calls: readonly Call[], others: readonly Call[]): readonly Call[] {
  const left = others.map(callHash);
  return calls.filter((call) => {
    const at = left.indexOf(callHash(call));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const nameOf = ({ service, operation }: Call): string => `${service}:${operation}`;

function stateWords({ path, before, after }: StateChange): string {
  const what = path === '' ? 'all of it' : path;
  if (before === undefined) return after === undefined ? what : `${what} is ${short(after)}, and was not there`;
  return after === undefined ? `${what} is gone; it was ${short(before)}` : `${what} is ${short(after)} instead of ${short(before)}`;
}

function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}
