import { isArray, isObject } from '#catalogue/sources/fields.ts';
import type { Json } from '#domain/json.ts';

const deepest = 24;
const longestText = 200_000;

/** One text, number or flag in a document, with the lower-case names on the way to it; list positions leave no name. */
export interface Leaf {
  readonly path: readonly string[];
  /** The last of them as it was written. */
  readonly named: string;
  readonly value: string | number | boolean;
}

/** Every leaf, also inside texts that hold JSON (policies are sent as text, some of them URL-encoded). Tags, and what is nested deeper than 24, are left out. */
export function* leavesOf(value: Json | undefined): Generator<Leaf> {
  for (const found of nodesOf(value))
    if (typeof found.value === 'string' || typeof found.value === 'number' || typeof found.value === 'boolean')
      yield { path: found.path, named: found.named, value: found.value };
}

/** Anybody may write anything into tags; they say nothing about what a call does. */
export const tagsNamed = /^(tags?|tag_?set|tag_?list|tagspecification(s|set)?)$/i;

/** Every object and leaf, in the same way. */
export function* nodesOf(
  value: Json | undefined,
  path: readonly string[] = [],
  named = '',
  depth = 0,
): Generator<{ readonly path: readonly string[]; readonly named: string; readonly value: Json }> {
  if (value === undefined || value === null || depth > deepest) return;
  const nested = typeof value === 'string' ? jsonIn(value) : undefined;
  if (nested !== undefined) yield* nodesOf(nested, path, named, depth + 1);
  else if (isArray(value)) for (const each of value) yield* nodesOf(each, path, named, depth + 1);
  else {
    yield { path, named, value };
    if (isObject(value))
      for (const [key, each] of Object.entries(value))
        if (!tagsNamed.test(key)) yield* nodesOf(each, [...path, key.toLowerCase()], key, depth + 1);
  }
}

function jsonIn(text: string): Json | undefined {
  const trimmed = text.trimStart();
  if (text.length > longestText || !/^(\{|\[|%7B|%5B)/i.test(trimmed)) return undefined;
  try {
    const found: Json = JSON.parse(trimmed.startsWith('%') ? decodeURIComponent(trimmed) : trimmed);
    return typeof found === 'object' ? found : undefined;
  } catch {
    return undefined;
  }
}
