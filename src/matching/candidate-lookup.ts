import { type Bucket, bucketOf, type Candidate } from './bucket.ts';
import { chooseIndexLeaves } from './index-leaf.ts';
import type { Scalar } from './json-kinds.ts';
import { PathSlots } from './path-slots.ts';
import { valueLookup } from './value-lookup.ts';

/**
 * Compiles candidates to a lookup of the rules that an event matches: each is entered under its rarest exact leaf, and those without one
 * (prefix, `exists: false` …) are tried on every event.
 */
export function candidateLookup(candidates: readonly Candidate[]): Bucket {
  const leaves = chooseIndexLeaves(candidates.map(({ branch }) => branch));
  const always: Candidate[] = [];
  const byPath = new Map<string, Map<Scalar, Candidate[]>>();
  for (const [position, candidate] of candidates.entries()) {
    const leaf = leaves[position];
    if (leaf === undefined) always.push(candidate);
    else for (const value of new Set(leaf.values)) listAt(byPath, leaf.path, value).push(candidate);
  }
  const slots = new PathSlots();
  const stored = [...byPath].flatMap(([path, lists]) =>
    [...lists].map(([value, list]) => ({ path, value, lookup: bucketOf(list, slots, { path, value }) })),
  );
  const lookUp = valueLookup(stored);
  const runAlways = bucketOf(always, slots);
  return (event, told) => {
    slots.turnTo(event);
    lookUp(event, told);
    runAlways(event, told);
  };
}

function listAt(byPath: Map<string, Map<Scalar, Candidate[]>>, path: string, value: Scalar): Candidate[] {
  const lists = byPath.get(path) ?? new Map<Scalar, Candidate[]>();
  byPath.set(path, lists);
  const list = lists.get(value) ?? [];
  lists.set(value, list);
  return list;
}
