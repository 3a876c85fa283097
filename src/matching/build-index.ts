import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import { type Branch, toBranches } from './branches.ts';
import type { KnownFields } from './field.ts';
import { isObject } from './json-kinds.ts';
import { RuleFinder } from './rule-finder.ts';

/** Rules compiled for many events. */
export type RuleIndex<R> = {
  /** The rules that match the event, in the order in which they were given. */
  readonly match: (event: Json) => R[];
};

type Rule = { readonly id: string; readonly pattern: unknown };

/**
 * Compiles rules so that an event tries only those that what it holds leads to; a rule with `$or` is entered once for each of its
 * branches. Throws `bad-pattern` naming the rule whose pattern is refused.
 */
export function buildIndex<R extends Rule>(rules: readonly R[]): RuleIndex<R> {
  const known: KnownFields = new Map();
  const finder = new RuleFinder(rules.flatMap((rule, position) => branchesOf(rule, known).map(({ fields }) => ({ fields, position }))));
  return {
    match: (event) => {
      if (!isObject(event)) return [];
      const found = finder.find(event);
      const matched: R[] = [];
      for (let index = 0; index < found.count; index++) {
        const rule = rules[found.at(index)];
        if (rule !== undefined) matched.push(rule);
      }
      return matched;
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
