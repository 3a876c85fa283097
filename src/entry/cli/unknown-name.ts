import { nearest } from '#config/nearest.ts';
import { HealError } from '#domain/heal-error.ts';

const fewestLetters = 3;

/** A name that is not among the known ones: says which was meant, where that can be guessed, and what lists them all. */
export function unknownName(what: string, name: string, known: readonly string[], listedBy: string): HealError {
  const longer = name.length < fewestLetters ? [] : known.filter((each) => each.includes(name));
  const guess = nearest(name, known) ?? longer.toSorted((a, b) => a.length - b.length)[0];
  return new HealError(
    'not-found',
    `There is no ${what} ${name}; ${guess === undefined ? '' : `did you mean ${guess}? `}"${listedBy}" lists them.`,
  );
}
