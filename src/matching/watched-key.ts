import { type AnchoredText, anchoredText } from './anchored-text.ts';
import type { Branch } from './branches.ts';
import type { Field } from './field.ts';
import type { Scalar } from './json-kinds.ts';

/** Texts that a line must hold for a branch to match it: one of each list. */
type Needed = readonly (readonly AnchoredText[])[];

/** A key to look for in raw lines: some branches can match only lines that have it with a value that they ask for. */
export type WatchedKey = {
  readonly key: string;
  /** What else each of the branches needs that ask for this value; no branch, and the value lets no line through. */
  readonly neededWith: (value: Scalar) => readonly Needed[];
};

/** Keys of these letters can be spelled in other ways only with a `\u` escape. */
const plainKey = /^[\w-]+$/;
/** So can these texts; a slash or a control character has shorter escapes. */
const plainText = /^[\w.: -]+$/;

/**
 * Chooses keys until each branch has one: first the key for which the most different values are asked for. Undefined when a branch has
 * none, as with `exists: false` alone.
 */
export function watchedKeys(branches: readonly Branch[]): readonly WatchedKey[] | undefined {
  let open = branches.map(({ fields }) => watchable(fields));
  if (open.some((fields) => fields.size === 0)) return undefined;
  const keys: WatchedKey[] = [];
  while (open.length > 0) {
    const key = mostTelling(open);
    keys.push(
      watch(
        key,
        open.flatMap((fields) => fields.get(key) ?? []),
      ),
    );
    open = open.filter((fields) => !fields.has(key));
  }
  return keys;
}

type Ask = { readonly field: Field; readonly needed: Needed };
type Watchable = ReadonlyMap<string, Ask>;

/** The fields of a branch that can be watched, by key; those that nearly every value passes (`exists: true`) only if there is no other. */
function watchable(fields: readonly Field[]): Watchable {
  const present = fields.filter((field) => !field.leaf.absent && plainKey.test(lastOf(field)));
  const narrow = present.filter(({ leaf }) => !leaf.test('a value that no rule has in mind'));
  return new Map((narrow.length > 0 ? narrow : present).map((field) => [lastOf(field), { field, needed: neededBeside(field, present) }]));
}

const lastOf = ({ segments }: Field): string => segments.at(-1) ?? '';

function neededBeside(chosen: Field, fields: readonly Field[]): Needed {
  return fields.flatMap(({ path, leaf: { exact } }) => {
    if (path === chosen.path || exact === undefined) return [];
    const texts = exact.filter((value) => typeof value === 'string').filter((value) => plainText.test(value));
    return texts.length === exact.length ? [texts.map((text) => anchoredText(`"${text}"`))] : [];
  });
}

function mostTelling(open: readonly Watchable[]): string {
  const asked = new Map<string, Set<unknown>>();
  for (const fields of open) {
    for (const [key, { field }] of fields) {
      const values = asked.get(key) ?? new Set();
      asked.set(key, values);
      for (const value of field.leaf.exact ?? [field.leaf]) values.add(value);
    }
  }
  const [first = ['']] = [...asked].toSorted(([, one], [, other]) => other.size - one.size);
  return first[0];
}

/** Answers for so many values are remembered: names come again and again, and tests (prefix, numeric …) cost more than a look. */
const mostRemembered = 10_000;

function watch(key: string, asks: readonly Ask[]): WatchedKey {
  const byValue = new Map<Scalar, Needed[]>();
  const tested: Ask[] = [];
  for (const ask of asks) {
    if (ask.field.leaf.exact === undefined) tested.push(ask);
    else for (const value of new Set(ask.field.leaf.exact)) byValue.set(value, [...(byValue.get(value) ?? []), ask.needed]);
  }
  const none: readonly Needed[] = [];
  if (tested.length === 0) return { key, neededWith: (value) => byValue.get(value) ?? none };
  const remembered = new Map<Scalar, readonly Needed[]>();
  return {
    key,
    neededWith(value) {
      const known = remembered.get(value);
      if (known !== undefined) return known;
      const passed = tested.filter(({ field }) => field.leaf.test(value)).map(({ needed }) => needed);
      const all = [...(byValue.get(value) ?? none), ...passed];
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(value, all);
      return all;
    },
  };
}
