import { isObject, type Scalar } from './json-kinds.ts';
import type { Leaf } from './leaf.ts';
import { unclear } from './place.ts';
import type { Reading } from './reading.ts';
import type { Slot } from './slot.ts';

/** One field that rules ask for, judged at most once an event however many rules ask for the same. */
export class Condition {
  readonly #leaf: Leaf;
  readonly #slot: Slot;
  readonly #reading: Reading;
  readonly #only: Scalar | undefined;
  #judgedIn = 0;
  #verdict = false;

  constructor(reading: Reading, slot: Slot, leaf: Leaf) {
    this.#leaf = leaf;
    this.#slot = slot;
    this.#reading = reading;
    this.#only = leaf.exact?.length === 1 ? leaf.exact[0] : undefined;
  }

  /** False when the event does not fulfil it; true also where that is unclear. */
  mayHold(): boolean {
    const found = this.#slot.found();
    if (found === unclear) return true;
    if (this.#only !== undefined) return found === this.#only;
    const { round } = this.#reading;
    if (this.#judgedIn !== round) {
      this.#judgedIn = round;
      this.#verdict = found === undefined || isObject(found) ? this.#leaf.absent : this.#leaf.test(found);
    }
    return this.#verdict;
  }
}
