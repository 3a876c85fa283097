import type { TextClue } from './clue.ts';
import { HashTable } from './hash-table.ts';
import type { Numbers } from './numbers.ts';

/** A text that rules ask for, with its number. */
export type NumberedText = TextClue & { readonly number: number };

/** Texts of one kind, by the hashes of their letters; ASCII letters count alike in either case. */
export type TextTable = {
  /** Adds the number of each text that a value seems to show: whatever is found has to be confirmed. */
  readonly find: (value: string, found: Numbers) => void;
};

/** Whole texts. */
export class WholeTexts implements TextTable {
  readonly #longest: number;
  readonly #table: HashTable;

  constructor(texts: readonly NumberedText[]) {
    this.#longest = texts.reduce((most, { text }) => Math.max(most, text.length), 0);
    this.#table = new HashTable(texts.map(({ text, number }) => ({ hash: this.#hashOf(text), number })));
  }

  find(value: string, found: Numbers): void {
    if (value.length <= this.#longest) this.#table.find(this.#hashOf(value), found);
  }

  /** Of no more than a dozen letters all over the text: what they leave out costs a confirmation now and then. */
  #hashOf(text: string): number {
    const stride = 1 + (text.length >> 3);
    let hash = text.length;
    for (let at = text.length - 1; at >= 0; at -= stride) hash = hashOn(hash, text.charCodeAt(at));
    return hash;
  }
}

/** Texts that values begin with, or end with; a value is read once, up to the longest. */
export class PartTexts implements TextTable {
  readonly #fromEnd: boolean;
  /** Those that texts have, in ascending order. */
  readonly #lengths: readonly number[];
  readonly #table: HashTable;

  constructor(texts: readonly NumberedText[], fromEnd: boolean) {
    this.#fromEnd = fromEnd;
    this.#lengths = [...new Set(texts.map(({ text }) => text.length))].toSorted((one, other) => one - other);
    this.#table = new HashTable(texts.map(({ text, number }) => ({ hash: this.#hashOn(0, text, 0, text.length), number })));
  }

  find(value: string, found: Numbers): void {
    let hash = 0;
    let read = 0;
    for (const length of this.#lengths) {
      if (length > value.length) return;
      hash = this.#hashOn(hash, value, read, length);
      read = length;
      this.#table.find(hash, found);
    }
  }

  #hashOn(before: number, text: string, from: number, to: number): number {
    const first = this.#fromEnd ? text.length - 1 : 0;
    const step = this.#fromEnd ? -1 : 1;
    let hash = before;
    for (let count = from; count < to; count++) hash = hashOn(hash, text.charCodeAt(first + step * count));
    return hash;
  }
}

function hashOn(hash: number, letter: number): number {
  return (Math.imul(hash, 31) + (letter >= 0x41 && letter <= 0x5a ? letter + 0x20 : letter)) | 0;
}
