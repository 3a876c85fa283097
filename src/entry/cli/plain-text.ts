import { columnsOf, lettersOf } from './columns-of.ts';

/** Text that came from outside, on one line and without control characters: a resource's name must not steer a terminal. */
export const plain = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu, ' ');

/** A text that is too long loses its middle: names differ at both ends. */
export function cutMiddle(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  const head = Math.ceil((width - 1) / 2);
  return `${start(text, head)}…${end(text, width - 1 - head)}`;
}

/** A sentence that is too long loses its end. */
export const cutEnd = (text: string, width: number): string => (columnsOf(text) <= width ? text : `${start(text, width - 1)}…`);

const start = (text: string, width: number): string => fitting(lettersOf(text), width).join('');
const end = (text: string, width: number): string => fitting(lettersOf(text).toReversed(), width).toReversed().join('');

function fitting(letters: readonly string[], width: number): readonly string[] {
  let left = width;
  const over = letters.findIndex((letter) => {
    left -= columnsOf(letter);
    return left < 0;
  });
  return over < 0 ? letters : letters.slice(0, over);
}

/** The lines of a text of that many columns; a word that is longer stands alone, whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((each) => each !== '')) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** Each line of a text wrapped for itself, as far in as it begins; what fits stays as it is. */
export const wrapLines = (text: string, width: number): readonly string[] =>
  text.split('\n').flatMap((line) => {
    const [indent = ''] = /^ */.exec(line) ?? [];
    return columnsOf(line) <= width ? [line] : wrap(line, width - indent.length).map((each) => indent + each);
  });
