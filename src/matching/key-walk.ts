import { HealError } from '#domain/heal-error.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { deepestNesting, isArray, isObject } from './json-kinds.ts';

/** Finds out which of many paths an event has, at the price of the event's own keys, however many paths are asked for. */
export class KeyWalk {
  readonly #top: Stop = { below: new Map(), numbers: [] };

  /** Has the walk tell a number where the event has the path. */
  add(segments: readonly string[], number: number): void {
    let stop = this.#top;
    for (const segment of segments) {
      const next = stop.below.get(segment) ?? { below: new Map(), numbers: [] };
      stop.below.set(segment, next);
      stop = next;
    }
    stop.numbers.push(number);
  }

  /** Tells the numbers of the paths that the event has, also within arrays and under dotted keys; some more than once. */
  tell(event: JsonObject, told: (number: number) => void): void {
    walk(event, this.#top, told, 0);
  }
}

type Stop = { readonly below: Map<string, Stop>; readonly numbers: number[] };

function walk(value: Json | undefined, stop: Stop, told: (number: number) => void, nesting: number): void {
  for (const number of stop.numbers) told(number);
  if (stop.below.size === 0) return;
  if (isArray(value)) {
    if (nesting > deepestNesting) throw tooDeep();
    for (const element of value) walk(element, stop, told, nesting + 1);
  } else if (isObject(value)) {
    for (const key in value) {
      const next = stop.below.get(key) ?? (key.includes('.') ? stopUnder(stop, key) : undefined);
      if (next !== undefined) walk(value[key], next, told, 0);
    }
  }
}

/** Where a key of several segments (`"detail.state"`) leads. */
const stopUnder = (from: Stop, key: string): Stop | undefined =>
  key.split('.').reduce<Stop | undefined>((stop, segment) => stop?.below.get(segment), from);

const tooDeep = () =>
  new HealError('bad-input', `The event nests arrays deeper than ${deepestNesting} levels; AWS sends no such event, so drop it.`);
