import type { Json, JsonObject } from '#domain/json.ts';
import { type Branch, toBranches } from './branches.ts';
import { matchesConsistently } from './consistent-match.ts';
import { explainMismatch } from './explain-mismatch.ts';
import { isObject } from './json-kinds.ts';

/** A compiled EventBridge pattern. */
export type Pattern = {
  readonly matches: (event: Json) => boolean;
  /** Which field keeps an event that does not match from matching. */
  readonly whyNot: (event: Json) => string;
};

/**
 * Compiles an EventBridge pattern, given as a value or as what `parsePatternText` read. Throws `bad-pattern` with the reason and, in
 * `details.path`, the place for a pattern that AWS refuses. Source: the EventBridge user guide, "Comparison operators", and the rules of
 * AWS's matcher (github.com/aws/event-ruler) where the guide is silent.
 */
export function compile(pattern: unknown): Pattern {
  const branches = toBranches(pattern);
  return {
    matches: (event) => isObject(event) && branches.some((branch) => matchesBranch(branch, event)),
    whyNot: (event) => (isObject(event) ? explainMismatch(branches, event) : 'the event is not an object'),
  };
}

/** Runs one branch: quick looks at its fields, and the careful match where those are not sure. */
export function matchesBranch(branch: Branch, event: JsonObject): boolean {
  let sure = true;
  for (const look of branch.looks) {
    const verdict = look(event);
    if (verdict === 'no') return false;
    if (verdict === 'unsure') sure = false;
  }
  return sure || matchesConsistently(branch.fields, event);
}
