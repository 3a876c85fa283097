import type { Json } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';

/** Control characters, line ends, and what turns the direction of text or has no width: a bucket's tag must not lay out a message. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/** A text for a message: without secrets, on one line, at most so many characters. */
export const said = (text: string, most = 300): string => cutEnd(redacted(text).replace(unseen, ' ').trim(), most);

/** A value for a message, as JSON on one line that may be wrapped between its members. */
export const saidJson = (value: Json, most = 200): string =>
  typeof value === 'string'
    ? said(JSON.stringify(redacted(value)), most)
    : said(JSON.stringify(redacted(value), null, 1).replace(/\n\s*/g, ' '), most);

/** A name that is too long loses its middle: names differ at both ends. */
export function saidName(name: string, most = 60): string {
  const letters = [...said(name, 2_000)];
  if (letters.length <= most) return letters.join('');
  const head = Math.ceil((most - 1) / 2);
  return `${letters.slice(0, head).join('')}…${letters.slice(head + 1 - most).join('')}`;
}

function cutEnd(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
