import type { Json } from '#domain/json.ts';
import { isArray } from './json-kinds.ts';
import { asKey } from './quick-look.ts';
import type { Reading } from './reading.ts';

/** Stands for what only a careful look can tell: there are arrays or dotted keys on the way. */
export const unclear = Symbol('unclear');

/** What an event has at a place; an object counts as no value. */
export type Found = Exclude<Json, readonly Json[]> | undefined | typeof unclear;
/** A key that, in the object above a place, would hold several segments of its path at once (`"detail.state"`). */
type DottedKey = { readonly above: Place; readonly key: string };

/** A path into events. It is read at most once an event, and so is each object on the way to it, however many rules ask for it. */
export class Place {
  readonly #reading: Reading;
  readonly #parent: Place | undefined;
  readonly #key: string;
  readonly #isInherited: boolean;
  readonly #dotted: readonly DottedKey[];
  readonly #below = new Map<string, Place>();
  #readIn = 0;
  #found: Found = undefined;

  constructor(reading: Reading, parent?: Place, key = '') {
    this.#reading = reading;
    this.#parent = parent;
    this.#key = asKey(key);
    this.#isInherited = key in Object.prototype;
    this.#dotted = parent === undefined ? [] : parent.#dottedKeys(key);
  }

  /** The place of one segment further. */
  below(segment: string): Place {
    const place = this.#below.get(segment) ?? new Place(this.#reading, this, segment);
    this.#below.set(segment, place);
    return place;
  }

  /** What the event has here. */
  found(): Found {
    const { round } = this.#reading;
    if (this.#readIn === round) return this.#found;
    this.#readIn = round;
    const found = this.#read();
    if (found === unclear) this.#reading.unclear = true;
    this.#found = found;
    return found;
  }

  #read(): Found {
    if (this.#parent === undefined) return this.#reading.event;
    const object = this.#parent.found();
    if (object === unclear) return unclear;
    for (const { above, key } of this.#dotted) {
      const holder = above.found();
      if (typeof holder === 'object' && holder !== null && holder[key] !== undefined) return unclear;
    }
    if (typeof object !== 'object' || object === null) return undefined;
    if (this.#isInherited && !Object.hasOwn(object, this.#key)) return undefined;
    const value = object[this.#key];
    return isArray(value) ? unclear : value;
  }

  /** Of a place below under the segment: every key of two and more segments that ends with it. */
  #dottedKeys(segment: string): readonly DottedKey[] {
    if (this.#parent === undefined) return [];
    const key = `${this.#key}.${segment}`;
    return [{ above: this.#parent, key: asKey(key) }, ...this.#parent.#dottedKeys(key)];
  }
}
