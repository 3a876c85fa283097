import type { Clue, TextClue } from './clue.ts';
import { ipDigits } from './ip-address.ts';
import type { Scalar } from './json-kinds.ts';
import type { Numbers } from './numbers.ts';
import { type NumberedText, PartTexts, type TextTable, WholeTexts } from './text-table.ts';

/** Finds the clues of one path. */
export type ClueFinder = {
  /** Adds the number of each clue that a value shows, and now and then one that it does not show. */
  readonly find: (value: Scalar, shown: Numbers) => void;
  /** Makes sure of a clue that was found; those of parts of a text are left to the test of the pattern. */
  readonly confirms: (value: Scalar, number: number) => boolean;
};

/** Numbers the clues that rules take from one path. */
export class ClueNumbers {
  readonly #numbers = new Map<string, number>();
  readonly #values = new Map<Scalar, number>();
  readonly #addresses = new Map<string, number>();
  readonly #texts: NumberedText[] = [];

  /** How many different clues there are. */
  get size(): number {
    return this.#numbers.size;
  }

  numberOf(clue: Clue): number {
    const name = JSON.stringify(clue);
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(name, number);
    if (clue.kind === 'value') this.#values.set(clue.value, number);
    else if (clue.kind === 'address') this.#addresses.set(clue.digits, number);
    else this.#texts.push({ ...clue, number });
    return number;
  }

  /** Compiles the clues numbered so far. */
  finder(): ClueFinder {
    const tables = tablesOf(this.#texts);
    const values = this.#values;
    const addresses = this.#addresses;
    const wholes = this.#wholes();
    return {
      find(value, shown) {
        if (typeof value === 'string') {
          for (const table of tables) table.find(value, shown);
          if (addresses.size > 0) addKnown(addresses.get(ipDigits(value) ?? ''), shown);
        } else if (values.size > 0) addKnown(values.get(value), shown);
      },
      confirms(value, number) {
        const whole = wholes[number];
        return typeof whole !== 'string' || whole === value;
      },
    };
  }

  /** The texts to be equal to, by their numbers. They are copied, so that they lie side by side in memory and not in the rules. */
  #wholes(): readonly unknown[] {
    const wholes: (string | null)[] = Array.from({ length: this.size }, () => null);
    for (const { part, inAnyCase, number, text } of this.#texts) if (part === 'whole' && !inAnyCase) wholes[number] = text;
    return JSON.parse(JSON.stringify(wholes));
  }
}

function addKnown(number: number | undefined, shown: Numbers): void {
  if (number !== undefined) shown.add(number);
}

/** Only the kinds of texts that there are cost time. */
function tablesOf(texts: readonly NumberedText[]): readonly TextTable[] {
  const ofPart = (wanted: TextClue['part']) => texts.filter(({ part }) => part === wanted);
  const [wholes, starts, ends] = [ofPart('whole'), ofPart('start'), ofPart('end')];
  return [
    ...(wholes.length > 0 ? [new WholeTexts(wholes)] : []),
    ...(starts.length > 0 ? [new PartTexts(starts, false)] : []),
    ...(ends.length > 0 ? [new PartTexts(ends, true)] : []),
  ];
}
