import type { JsonObject } from '#domain/json.ts';
import type { Branch } from './branches.ts';
import { matchesConsistently } from './consistent-match.ts';

/** Says in a sentence which field of a pattern keeps an event from matching; only for an event that does not match. */
export function explainMismatch(branches: readonly Branch[], event: JsonObject): string {
  const [only, ...others] = branches;
  if (only !== undefined && others.length === 0) return explainBranch(only, event);
  return `none of the ${branches.length} combinations of $or matches: ${branches
    .slice(0, mostTold)
    .map((branch, position) => `(${position + 1}) ${explainBranch(branch, event)}`)
    .join('; ')}${branches.length > mostTold ? '; …' : ''}`;
}

const mostTold = 4;

function explainBranch({ fields }: Branch, event: JsonObject): string {
  const failing = fields.find((field) => !matchesConsistently([field], event));
  if (failing === undefined) return 'every field matches, but not within the same element of an array';
  const present = { ...failing, leaf: { ...failing.leaf, absent: false, test: () => true } };
  if (!matchesConsistently([present], event)) return `${failing.path} is not in the event`;
  return failing.leaf.absent
    ? `${failing.path} is in the event, with a value that is not asked for`
    : `${failing.path} has no value that is asked for`;
}
