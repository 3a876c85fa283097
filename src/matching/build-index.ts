import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import { type Branch, toBranches } from './branches.ts';
import { candidateLookup } from './candidate-lookup.ts';
import type { KnownFields } from './field.ts';
import { isObject } from './json-kinds.ts';

/** Rules compiled for many events. */
export type RuleIndex<R> = {
  /** The rules that match the event, in the order in which they were given. */
  readonly match: (event: Json) => R[];
};

type Rule = { readonly id: string; readonly pattern: unknown };

/**
 * Compiles rules so that an event runs only those whose rarest exact value it holds; a rule with `$or` is entered once for each of its
 * branches. Throws `bad-pattern` naming the rule whose pattern is refused.
 */
export function buildIndex<R extends Rule>(rules: readonly R[]): RuleIndex<R> {
  const known: KnownFields = new Map();
  const lookUp = candidateLookup(rules.flatMap((rule, position) => branchesOf(rule, known).map((branch) => ({ branch, position }))));

  const toldIn = new Float64Array(rules.length);
  let round = 0;
  let matched: number[] = [];
  const told = (position: number) => {
    if (toldIn[position] === round) return;
    toldIn[position] = round;
    matched.push(position);
  };
  return {
    match: (event) => {
      if (!isObject(event)) return [];
      round++;
      matched = [];
      lookUp(event, told);
      if (matched.length > 1) matched.sort((one, other) => one - other);
      return matched.flatMap((position) => rules[position] ?? []);
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
