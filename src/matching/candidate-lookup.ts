import type { Branch } from './branches.ts';
import { chooseIndexLeaves } from './index-leaf.ts';
import type { Scalar } from './json-kinds.ts';
import { type Lookup, type Stored, valueLookup } from './value-lookup.ts';

/** More candidates than these under one value are told apart by a further leaf. */
const manyCandidates = 4;

/**
 * Compiles candidates to a lookup of those that an event could match: each is entered under its rarest exact leaf, those that share one
 * under a further leaf, and those without one (prefix, `exists: false` …) are always handed over.
 */
export function candidateLookup<T extends { readonly branch: Branch }>(
  candidates: readonly T[],
  used: ReadonlySet<string> = new Set(),
): Lookup<T> {
  const leaves = chooseIndexLeaves(
    candidates.map(({ branch }) => branch),
    used,
  );
  const always: T[] = [];
  const byPath = new Map<string, Map<Scalar, T[]>>();
  for (const [position, candidate] of candidates.entries()) {
    const leaf = leaves[position];
    if (leaf === undefined) always.push(candidate);
    else for (const value of new Set(leaf.values)) bucketOf(byPath, leaf.path, value).push(candidate);
  }
  const visitAlways = visitAll(always);
  if (byPath.size === 0) return visitAlways;
  const stored: Stored<T>[] = [];
  for (const [path, buckets] of byPath) {
    for (const [value, bucket] of buckets) {
      stored.push({
        path,
        value,
        lookup: bucket.length > manyCandidates ? candidateLookup(bucket, new Set([...used, path])) : visitAll(bucket),
      });
    }
  }
  const lookUp = valueLookup(stored);
  if (always.length === 0) return lookUp;
  return (event, visit) => {
    lookUp(event, visit);
    visitAlways(event, visit);
  };
}

function visitAll<T>(items: readonly T[]): Lookup<T> {
  return (_, visit) => {
    for (const item of items) visit(item);
  };
}

function bucketOf<T>(byPath: Map<string, Map<Scalar, T[]>>, path: string, value: Scalar): T[] {
  const buckets = byPath.get(path) ?? new Map<Scalar, T[]>();
  byPath.set(path, buckets);
  const bucket = buckets.get(value) ?? [];
  buckets.set(value, bucket);
  return bucket;
}
