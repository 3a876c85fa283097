import { HealError } from '#domain/heal-error.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import type { Field } from './field.ts';
import { deepestNesting, isArray, isObject, isScalar, type Scalar } from './json-kinds.ts';

/** The array elements that a match has settled on so far, the latest first; `under` is the path at which the array stands. */
type Settled = { readonly array: readonly Json[]; readonly index: number; readonly under: string; readonly before: Settled } | undefined;

type Visit = (value: Scalar, settled: Settled) => void;

/**
 * Matches the fields of a branch where arrays of objects or dotted keys are involved: values taken from one array must come from the same element
 * of it. As in AWS's matcher the fields are tried in the order of their paths, and `exists: false` asks whether the field is absent
 * from the elements settled on by the fields before it. Takes time in proportion to the event, not to its combinations.
 */
export function matchesConsistently(fields: readonly Field[], event: JsonObject): boolean {
  let states: readonly Settled[] = [undefined];
  for (const [position, field] of fields.entries()) {
    states = step(states, field, fields.slice(position + 1), event);
    if (states.length === 0) return false;
  }
  return true;
}

function step(states: readonly Settled[], field: Field, later: readonly Field[], event: JsonObject): readonly Settled[] {
  const next = new DistinctStates(later);
  for (const state of states) {
    let present = false;
    visitObject(event, { segments: field.segments, from: 0, settled: state, depth: 0 }, (value, settled) => {
      present = true;
      if (field.leaf.test(value)) next.add(settled);
    });
    if (!present && field.leaf.absent) next.add(state);
  }
  return next.all();
}

/** Keeps one state of those that later fields cannot tell apart. */
class DistinctStates {
  readonly #later: readonly Field[];
  readonly #ids = new Map<readonly Json[], number>();
  readonly #states = new Map<string, Settled>();

  constructor(later: readonly Field[]) {
    this.#later = later;
  }

  add(settled: Settled): void {
    const names: string[] = [];
    const kept: NonNullable<Settled>[] = [];
    for (let entry = settled; entry !== undefined; entry = entry.before) {
      const { under } = entry;
      if (!this.#later.some(({ path }) => path === under || path.startsWith(`${under}.`))) continue;
      kept.push(entry);
      names.push(`${this.#idOf(entry.array)}:${entry.index}`);
    }
    const name = names.toSorted().join();
    if (this.#states.has(name)) return;
    this.#states.set(
      name,
      kept.reduceRight<Settled>((before, entry) => ({ ...entry, before }), undefined),
    );
  }

  all(): readonly Settled[] {
    return [...this.#states.values()];
  }

  #idOf(array: readonly Json[]): number {
    const known = this.#ids.get(array) ?? this.#ids.size;
    this.#ids.set(array, known);
    return known;
  }
}

type Position = { readonly segments: readonly string[]; readonly from: number; readonly settled: Settled; readonly depth: number };

/** Visits the values at the rest of the path; a key of the event may hold several segments of it (`"detail.state"`). */
function visitObject(object: JsonObject, position: Position, visit: Visit): void {
  const { segments, from } = position;
  let key = '';
  for (let to = from; to < segments.length; to++) {
    key = to === from ? (segments[to] ?? '') : `${key}.${segments[to]}`;
    const value = Object.hasOwn(object, key) ? object[key] : undefined;
    if (value !== undefined) visitValue(value, { ...position, from: to + 1, depth: 0 }, visit);
  }
}

function visitValue(value: Json, position: Position, visit: Visit): void {
  const atEnd = position.from === position.segments.length;
  if (isArray(value)) visitArray(value, position, visit);
  else if (isObject(value)) {
    if (!atEnd) visitObject(value, position, visit);
  } else if (atEnd) visit(value, position.settled);
}

/** A plain value in an array settles nothing; an object or an array in it settles the match on its element. */
function visitArray(array: readonly Json[], position: Position, visit: Visit): void {
  if (position.depth > deepestNesting) {
    throw new HealError('bad-input', `The event nests arrays deeper than ${deepestNesting} levels; AWS sends no such event, so drop it.`);
  }
  const depth = position.depth + 1;
  const settledOn = indexIn(array, position.settled);
  if (settledOn !== undefined) {
    const element = array[settledOn];
    if (element !== undefined && !isScalar(element)) visitValue(element, { ...position, depth }, visit);
    if (position.from < position.segments.length) return;
    for (const other of array) if (isScalar(other)) visit(other, position.settled);
    return;
  }
  const under = position.segments.slice(0, position.from).join('.');
  for (const [index, element] of array.entries()) {
    if (isScalar(element)) visitValue(element, position, visit);
    else visitValue(element, { ...position, depth, settled: { array, index, under, before: position.settled } }, visit);
  }
}

function indexIn(array: readonly Json[], settled: Settled): number | undefined {
  for (let entry = settled; entry !== undefined; entry = entry.before) if (entry.array === array) return entry.index;
  return undefined;
}
