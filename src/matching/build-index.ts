import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { type Branch, toBranches } from './branches.ts';
import { candidateLookup } from './candidate-lookup.ts';
import { matchesBranch } from './compile.ts';
import type { KnownFields } from './field.ts';
import { isObject } from './json-kinds.ts';

/** Rules compiled for many events. */
export type RuleIndex<R> = {
  /** The rules that match the event, in the order in which they were given. */
  readonly match: (event: Json) => R[];
};

type Entry<R> = { readonly rule: R; readonly position: number; matchedIn: number };
type Candidate<R> = { readonly branch: Branch; readonly entry: Entry<R> };
type Rule = { readonly id: string; readonly pattern: unknown };

/**
 * Compiles rules so that an event runs only those whose rarest exact value it holds; a rule with `$or` is entered once for each of its
 * branches. Throws `bad-pattern` naming the rule whose pattern is refused.
 */
export function buildIndex<R extends Rule>(rules: readonly R[]): RuleIndex<R> {
  const known: KnownFields = new Map();
  const candidates = rules.flatMap((rule, position) => {
    const entry: Entry<R> = { rule, position, matchedIn: 0 };
    return branchesOf(rule, known).map((branch): Candidate<R> => ({ branch, entry }));
  });
  const lookUp = candidateLookup(candidates);

  let round = 0;
  let current: JsonObject = {};
  let matched: Entry<R>[] = [];
  const visit = ({ branch, entry }: Candidate<R>) => {
    if (!matchesBranch(branch, current) || entry.matchedIn === round) return;
    entry.matchedIn = round;
    matched.push(entry);
  };
  return {
    match: (event) => {
      if (!isObject(event)) return [];
      round++;
      current = event;
      matched = [];
      lookUp(event, visit);
      if (matched.length === 0) return [];
      return matched.toSorted((one, other) => one.position - other.position).map(({ rule }) => rule);
    },
  };
}

function branchesOf(rule: Rule, known: KnownFields): readonly Branch[] {
  try {
    return toBranches(rule.pattern, known);
  } catch (error) {
    const { code, message, details } = asHealError(error);
    throw new HealError(code, `Rule ${rule.id}: ${message}`, { details: { ...details, rule: rule.id }, cause: error });
  }
}
