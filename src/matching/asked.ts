import { ClueNumbers } from './clue-numbers.ts';
import type { Field } from './field.ts';

/** A path that rules ask for, with the clues that they take from it. */
export type AskedPath = { readonly number: number; readonly segments: readonly string[]; readonly clues: ClueNumbers };

/** A field that rules ask for; its clues are undefined when it can only be found by trying. */
export type AskedField = {
  readonly number: number;
  readonly field: Field;
  readonly path: AskedPath;
  readonly clues: readonly number[] | undefined;
};

/** Numbers the fields that rules ask for and their paths, each different one once. */
export class Asked {
  readonly #paths = new Map<string, AskedPath>();
  readonly #fields = new Map<Field, AskedField>();

  get paths(): readonly AskedPath[] {
    return [...this.#paths.values()];
  }

  get fields(): readonly AskedField[] {
    return [...this.#fields.values()];
  }

  fieldOf(field: Field): AskedField {
    const known = this.#fields.get(field);
    if (known !== undefined) return known;
    const path = this.#pathOf(field);
    const { clues } = field.leaf;
    const numbers = clues === undefined ? undefined : [...new Set(clues.map((clue) => path.clues.numberOf(clue)))];
    const asked = { number: this.#fields.size, field, path, clues: numbers };
    this.#fields.set(field, asked);
    return asked;
  }

  #pathOf({ path, segments }: Field): AskedPath {
    const asked = this.#paths.get(path) ?? { number: this.#paths.size, segments, clues: new ClueNumbers() };
    this.#paths.set(path, asked);
    return asked;
  }
}
