/** A text to search for by its end from its rarest letter on: a search runs at the speed of memory from one rare letter to the next. */
export type AnchoredText = { readonly text: string; readonly needle: string; readonly before: number };

/** Letters from the rarest in JSON to the most common. */
const fromRarest = 'ZQXJKYWVHUBGFPONLMDzqCjTRIkEASx_wGvybfhgu-kplm9876543210dcnsioatre."';
/** A needle is no shorter, unless the text is. */
const shortest = 3;

/** Prepares a text for `findText`. */
export function anchoredText(text: string): AnchoredText {
  let before = 0;
  for (let at = 1; at <= text.length - shortest; at++) if (rank(text, at) < rank(text, before)) before = at;
  return { text, needle: text.slice(before), before };
}

const rank = (text: string, at: number): number => fromRarest.indexOf(text.charAt(at));

/** Where the text next stands in `within`, -1 when it does not. */
export function findText({ text, needle, before }: AnchoredText, within: string, from: number): number {
  for (let at = within.indexOf(needle, from + before); at >= 0; at = within.indexOf(needle, at + 1)) {
    if (before === 0 || within.startsWith(text, at - before)) return at - before;
  }
  return -1;
}
