import type { Json, JsonObject } from '#domain/json.ts';
import { isArray, isObject, isScalar, type Scalar } from './json-kinds.ts';
import { asKey, keyReader } from './quick-look.ts';

/** What an event has at a path: a value, nothing, or (`unclear`) arrays or dotted keys that call for a careful look. */
type Found = Scalar | undefined | typeof unclear;
/** Stands for what only a careful look can tell. */
export const unclear = Symbol('unclear');

/** Numbers for what has no value of its own: these are never the number of a value that a rule asks for. */
const nothing = -1;
const otherValue = -2;
/** The number of a path whose value only a careful look can tell. */
export const unclearId = -3;

/**
 * The paths that rules ask for, each with a slot, and their exact values, each with a number. Each path is read at most once an event,
 * however many rules ask for it, and rules compare numbers.
 */
export class PathSlots {
  readonly #slots = new Map<string, number>();
  readonly #readers: ((event: JsonObject) => Found)[] = [];
  readonly #numbers: Map<unknown, number>[] = [];
  readonly #readIn: number[] = [];
  readonly #ids: number[] = [];
  readonly #values: Found[] = [];
  #round = 0;
  #event: JsonObject = {};

  slotOf(path: string): number {
    const known = this.#slots.get(path);
    if (known !== undefined) return known;
    const slot = this.#readers.push(pathReader(path.split('.'))) - 1;
    this.#slots.set(path, slot);
    this.#numbers.push(new Map<unknown, number>([[undefined, nothing]]).set(unclear, unclearId));
    this.#readIn.push(0);
    this.#ids.push(nothing);
    this.#values.push(undefined);
    return slot;
  }

  numberOf(slot: number, value: Scalar): number {
    const numbers = this.#numbers[slot] ?? new Map<unknown, number>();
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  }

  /** From now on slots are about this event. */
  turnTo(event: JsonObject): void {
    this.#round++;
    this.#event = event;
  }

  idAt(slot: number): number {
    if (this.#readIn[slot] !== this.#round) this.#read(slot);
    return this.#ids[slot] ?? nothing;
  }

  valueAt(slot: number): Found {
    if (this.#readIn[slot] !== this.#round) this.#read(slot);
    return this.#values[slot];
  }

  #read(slot: number): void {
    const value = this.#readers[slot]?.(this.#event);
    this.#values[slot] = value;
    this.#ids[slot] = this.#numbers[slot]?.get(value) ?? otherValue;
    this.#readIn[slot] = this.#round;
  }
}

function pathReader(segments: readonly string[], from = 0): (object: JsonObject) => Found {
  const read = keyReader(asKey(segments[from] ?? ''));
  if (from === segments.length - 1) return (object) => asFound(read(object));
  const below = pathReader(segments, from + 1);
  const dottedKeys = segments.slice(from + 1).map((_, more) => asKey(segments.slice(from, from + 2 + more).join('.')));
  return (object) => {
    for (const dotted of dottedKeys) if (object[dotted] !== undefined) return unclear;
    const value = read(object);
    return isObject(value) ? below(value) : isArray(value) ? unclear : undefined;
  };
}

function asFound(value: Json | undefined): Found {
  if (isScalar(value)) return value;
  return isArray(value) ? unclear : undefined;
}
