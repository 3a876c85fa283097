import { type Field, fieldOf, type KnownFields } from './field.ts';
import { deepestNesting } from './json-kinds.ts';
import { patternError } from './pattern-error.ts';
import { entriesOf } from './pattern-text.ts';
import type { QuickLook } from './quick-look.ts';

/** One way to satisfy a pattern: every field must match. A pattern without `$or` has exactly one. */
export type Branch = {
  /** The fields in the order of their paths, as AWS tries them. */
  readonly fields: readonly Field[];
  /** The quick looks at them, the cheap ones first. */
  readonly looks: readonly QuickLook[];
};

type OpenBranch = ReadonlyMap<string, Field>;

const mostBranches = 1000;

/** Names that AWS keeps for operators of today or tomorrow; a field inside `$or` must not have one. */
const reservedInOr: ReadonlySet<string> = new Set(
  (
    'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr html = < <= > >= regex not-wildcard ' +
    'not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ip-address-in-range ' +
    'ip-address-not-in-range'
  ).split(' '),
);

/**
 * Flattens a pattern into its branches; throws `bad-pattern` for what AWS refuses. Where a path occurs twice (a repeated key, a dotted
 * and a nested spelling, inside and outside `$or`) the later one counts, as in AWS's matcher.
 */
export function toBranches(pattern: unknown, known: KnownFields = new Map()): readonly Branch[] {
  const entries = entriesOf(pattern);
  if (entries === undefined) throw patternError('', 'the pattern is not an object');
  return addFields([new Map()], entries, { path: '', insideOr: false, depth: 0, known }).map(closeBranch);
}

function closeBranch(open: OpenBranch): Branch {
  const fields = [...open.values()].toSorted((one, other) => (one.path < other.path ? -1 : 1));
  return { fields, looks: fields.toSorted((one, other) => priceOf(one) - priceOf(other)).map(({ look }) => look) };
}

const priceOf = ({ leaf, segments }: Field): number => segments.length + (leaf.exact === undefined ? 2 : 0);

type Place = { readonly path: string; readonly insideOr: boolean; readonly depth: number; readonly known: KnownFields };

function addFields(open: readonly OpenBranch[], entries: readonly (readonly [string, unknown])[], place: Place): readonly OpenBranch[] {
  if (entries.length === 0) throw patternError(place.path, 'empty objects are not allowed');
  if (place.depth > deepestNesting) throw patternError('', `nested deeper than ${deepestNesting} levels`);
  let branches = open;
  for (const [key, value] of entries) branches = addField(branches, key, value, place);
  return branches;
}

function addField(open: readonly OpenBranch[], key: string, value: unknown, place: Place): readonly OpenBranch[] {
  const path = place.path === '' ? key : `${place.path}.${key}`;
  if (key === '$or') return addAlternatives(open, value, path, place);
  if (place.insideOr && reservedInOr.has(key)) throw patternError(path, `"${key}" is reserved and cannot be a field name inside $or`);
  const fields = entriesOf(value);
  if (fields !== undefined) return addFields(open, fields, { ...place, path, depth: place.depth + 1 });
  if (!Array.isArray(value)) throw patternError(path, `"${key}" must be an object or an array: write ["value"], not "value"`);
  const field = fieldOf(path, value, place.known);
  return open.map((branch) => new Map(branch).set(path, field));
}

function addAlternatives(open: readonly OpenBranch[], value: unknown, path: string, place: Place): readonly OpenBranch[] {
  if (!Array.isArray(value)) throw patternError(path, '$or must be followed by an array of objects');
  if (value.length < 2) throw patternError(path, 'there must be at least two objects in $or');
  if (open.length * value.length > mostBranches)
    throw patternError(path, `$or makes more than ${mostBranches} combinations: split the pattern`);
  return value.flatMap((alternative: unknown, position) => {
    const fields = entriesOf(alternative);
    if (fields === undefined) throw patternError(`${path}[${position}]`, 'only objects are allowed in $or');
    return addFields(open, fields, { ...place, insideOr: true, depth: place.depth + 1 });
  });
}
