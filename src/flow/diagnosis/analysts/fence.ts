import type { Json } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';

/** How much of one datum a model is shown. */
export interface Bounds {
  /** Characters of one text. */
  readonly text: number;
  /** Items of one list, entries of one object. */
  readonly items: number;
  readonly depth: number;
  /** Characters of the whole datum. */
  readonly whole: number;
}

/**
 * One datum between a line that opens it and a line that closes it. What is inside is JSON in which every angle bracket and every character that
 * does not show is escaped, so that nothing inside can close the fence or open another, whoever wrote it.
 */
export const fenced = (id: string, value: Json, bounds: Bounds): string => `<datum id="${id}">\n${contentOf(value, bounds)}\n</datum>`;

/** What stands between the lines: redacted first, cut afterwards, because half a secret is not recognised any more. */
export function contentOf(value: Json, bounds: Bounds): string {
  const text = escaped(JSON.stringify(cut(redacted(value), bounds, bounds.depth)));
  return text.length <= bounds.whole ? text : escaped(JSON.stringify(cutText(text, bounds.whole)));
}

/** Angle brackets, controls, format characters (bidirectional marks, tags, zero widths), line separators. */
const unsafe = /[<>\p{C}\u2028\u2029]/gu;

function escaped(json: string): string {
  return json.replace(unsafe, (found) =>
    Array.from({ length: found.length }, (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
}

function cut(value: Json, bounds: Bounds, depth: number): Json {
  if (typeof value === 'string') return cutText(value, bounds.text);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '… (deeper than is shown)';
  if (isList(value)) {
    const shown = value.slice(0, bounds.items).map((item) => cut(item, bounds, depth - 1));
    return value.length > bounds.items ? [...shown, `… (${value.length - bounds.items} more)`] : shown;
  }
  const entries = Object.entries(value);
  const shown = entries
    .slice(0, bounds.items)
    .map(([key, inner]): [string, Json | undefined] => [
      cutText(key, bounds.text),
      inner === undefined ? inner : cut(inner, bounds, depth - 1),
    ]);
  return Object.fromEntries(entries.length > bounds.items ? [...shown, ['…', `${entries.length - bounds.items} more`]] : shown);
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

const cutText = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most)}… (${text.length - most} more characters)`;
