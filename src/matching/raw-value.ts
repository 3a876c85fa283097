import type { Scalar } from './json-kinds.ts';

/** What stands at a place of raw JSON (latin1): a plain value, no value that a leaf is held against, or one that only a parser can tell. */
export type RawValue = { readonly plain: Scalar } | 'none' | 'unclear';

const bareToken = /true|false|null|-?[0-9][0-9.eE+-]*/y;

/** The place of the value after a key that ends before `at`; -1 when no colon follows, so that it was no key. */
export function valuePlace(text: string, at: number): number {
  const colon = afterSpace(text, at);
  return text.charCodeAt(colon) === 0x3a ? afterSpace(text, colon + 1) : -1;
}

/** Reads the value that begins at a place, without parsing: escapes, other letters than ASCII and arrays are left to the parser. */
export function rawValue(text: string, at: number): RawValue {
  const first = text.charCodeAt(at);
  if (first === 0x22) {
    const end = plainEnd(text, at + 1);
    return end < 0 ? 'unclear' : { plain: text.slice(at + 1, end) };
  }
  if (first === 0x5b) return 'unclear';
  if (first === 0x7b) return 'none';
  bareToken.lastIndex = at;
  const token = bareToken.exec(text)?.[0];
  if (token === undefined) return 'none';
  if (token === 'null') return { plain: null };
  if (token === 'true' || token === 'false') return { plain: token === 'true' };
  return { plain: Number(token) };
}

function afterSpace(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code === 0x20 || code === 0x09 || code === 0x0d; code = text.charCodeAt(at)) at++;
  return at;
}

/** Where a text ends that means what it shows; -1 for an escape, a letter beyond ASCII, or no end. */
function plainEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x5c || code >= 0x80) return -1;
  }
  return -1;
}
