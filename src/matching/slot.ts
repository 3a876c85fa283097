import type { JsonObject } from '#domain/json.ts';
import type { ClueFinder } from './clue-numbers.ts';
import { isObject, type Scalar } from './json-kinds.ts';
import { Numbers } from './numbers.ts';
import { type Found, type Place, unclear } from './place.ts';
import type { Reading } from './reading.ts';
import { type ValueWalk, valueWalk } from './value-walk.ts';

/** A path that rules ask for, in the event that is being matched. */
export class Slot {
  readonly #reading: Reading;
  readonly #place: Place;
  readonly #segments: readonly string[];
  readonly #clues: ClueFinder;
  readonly #shown = new Numbers();
  #walk: ValueWalk | undefined;
  #shownIn = 0;
  #confirmedIn = 0;
  #confirmed = 0;

  constructor(reading: Reading, segments: readonly string[], clues: ClueFinder) {
    this.#reading = reading;
    this.#place = segments.reduce((above, segment) => above.below(segment), reading.top);
    this.#segments = segments;
    this.#clues = clues;
  }

  /** What the event has there. */
  found(): Found {
    return this.#place.found();
  }

  /** The numbers of the clues that the event shows there, and now and then one that it does not show. */
  shown(): Numbers {
    const { round, event } = this.#reading;
    if (this.#shownIn === round) return this.#shown;
    this.#shownIn = round;
    this.#shown.clear();
    const found = this.#place.found();
    if (found === unclear) this.#showAll(event);
    else if (found !== undefined && !isObject(found)) this.#clues.find(found, this.#shown);
    return this.#shown;
  }

  /** False when the event does not show the clue after all. */
  confirms(clue: number): boolean {
    const { round } = this.#reading;
    if (this.#confirmedIn === round && this.#confirmed === clue) return true;
    const found = this.#place.found();
    if (found === unclear) return true;
    if (found === undefined || isObject(found) || !this.#clues.confirms(found, clue)) return false;
    this.#confirmedIn = round;
    this.#confirmed = clue;
    return true;
  }

  /** Of several values each is looked up, and made sure of at once. */
  #showAll(event: JsonObject): void {
    const values = new Set<Scalar>();
    this.#walk ??= valueWalk(this.#segments);
    this.#walk(event, (value) => values.add(value));
    const likely = new Numbers();
    for (const value of values) {
      likely.clear();
      this.#clues.find(value, likely);
      for (let index = 0; index < likely.count; index++) {
        const clue = likely.at(index);
        if (this.#clues.confirms(value, clue)) this.#shown.add(clue);
      }
    }
    this.#shown.sort();
  }
}
