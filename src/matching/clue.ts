import type { Scalar } from './json-kinds.ts';

/** What a value must show for an alternative of a pattern to accept it: rules are found by it without being tried. */
export type Clue =
  | { readonly kind: 'value'; readonly value: number | boolean | null }
  /** An IP address in whatever spelling, as its hexadecimal digits. */
  | { readonly kind: 'address'; readonly digits: string }
  | ({ readonly kind: 'text' } & TextClue);

/** A text that is the whole of a value, or that it begins or ends with; in any case it is given in lower case and ASCII only. */
export type TextClue = {
  readonly text: string;
  readonly part: 'whole' | 'start' | 'end';
  readonly inAnyCase: boolean;
};

/** The clue of a value that must be equal. */
export const equalClue = (value: Scalar): Clue =>
  typeof value === 'string' ? { kind: 'text', text: value, part: 'whole', inAnyCase: false } : { kind: 'value', value };

/** The clue of a text; none for an empty part, which every text has. */
export function textClue(text: string, part: TextClue['part'], inAnyCase = false): Clue | undefined {
  if (part === 'whole') return { kind: 'text', text, part, inAnyCase };
  const length = text.length < step ? text.length : text.length - (text.length % step);
  const kept = part === 'start' ? text.slice(0, length) : text.slice(text.length - length);
  return length === 0 ? undefined : { kind: 'text', text: kept, part, inAnyCase };
}

/** The clue of a text in any case; none where letters beyond ASCII fold in ways of their own. */
export const anyCaseClue = (text: string, part: TextClue['part']): Clue | undefined =>
  isAscii.test(text) ? textClue(text.toLowerCase(), part, true) : undefined;

/** A part is cut to a multiple of this many letters: a value has to be looked up once for each length that a part has. */
const step = 4;
const isAscii = /^[ -~]*$/;
