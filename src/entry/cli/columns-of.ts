/** Graphemes that take two columns: emoji, and what UAX #11 (East Asian Width) calls wide or fullwidth. */
const wide =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;
const ascii = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What a person sees as one character each: cutting between them leaves no half of one. */
export const lettersOf = (text: string): readonly string[] =>
  ascii.test(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Columns of the screen that a text takes. */
export const columnsOf = (text: string): number =>
  ascii.test(text) ? text.length : lettersOf(text).reduce((sum, letter) => sum + (wide.test(letter) ? 2 : 1), 0);
