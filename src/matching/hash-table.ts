import type { Numbers } from './numbers.ts';

const empty = -1;

/**
 * Numbers by hash, side by side in memory: to look one up touches one line of the CPU's cache, where a map of texts touches several. Two
 * texts may have one hash, so what is found is likely, not certain.
 */
export class HashTable {
  /** Pairs of hash and number, in as many places as a power of two. */
  readonly #pairs: Int32Array;
  readonly #shift: number;

  constructor(entries: readonly { readonly hash: number; readonly number: number }[]) {
    const bits = Math.ceil(Math.log2(entries.length * 2 + 2));
    this.#pairs = new Int32Array(2 ** (bits + 1)).fill(empty);
    this.#shift = 32 - bits;
    for (const { hash, number } of entries) this.#set(hash, number);
  }

  /** Adds the numbers that are kept under a hash. */
  find(hash: number, found: Numbers): void {
    const pairs = this.#pairs;
    for (let at = this.#placeOf(hash); ; at = (at + 2) & (pairs.length - 1)) {
      const number = pairs[at + 1];
      if (number === undefined || number === empty) return;
      if (pairs[at] === hash) found.add(number);
    }
  }

  #set(hash: number, number: number): void {
    let at = this.#placeOf(hash);
    while (this.#pairs[at + 1] !== empty) at = (at + 2) & (this.#pairs.length - 1);
    this.#pairs[at] = hash;
    this.#pairs[at + 1] = number;
  }

  #placeOf(hash: number): number {
    return 2 * (Math.imul(hash, 0x9e3779b1) >>> this.#shift);
  }
}
