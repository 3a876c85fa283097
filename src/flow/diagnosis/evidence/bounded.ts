import type { Json } from '#domain/json.ts';

/** How much is kept of each text, list and level. */
interface Clip {
  readonly text: number;
  readonly members: number;
  readonly depth: number;
}

const clips: readonly Clip[] = [
  { text: 2_000, members: 200, depth: 16 },
  { text: 600, members: 60, depth: 12 },
  { text: 300, members: 30, depth: 10 },
  { text: 160, members: 15, depth: 8 },
  { text: 80, members: 6, depth: 6 },
  { text: 40, members: 3, depth: 4 },
];

/** A value that has at most so many bytes as JSON: long texts, lists and deep levels are cut, and what is cut says so. */
export function bounded(value: Json, limitBytes: number): { readonly json: Json; readonly cut: boolean } {
  if (bytesOf(value) <= limitBytes) return { json: value, cut: false };
  for (const clip of clips) {
    const json = clipped(value, clip, 0);
    if (bytesOf(json) <= limitBytes) return { json, cut: true };
  }
  // A quarter, because a character may take four bytes, or more when it is escaped.
  return { json: clippedText(JSON.stringify(value).replace(/[^\x20-\x7e]|["\\]/g, '?'), Math.floor(limitBytes / 4)), cut: true };
}

/** A text of at most so many characters; one that was cut ends in an ellipsis. */
export const clippedText = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1)).replace(/[\uD800-\uDBFF]$/, '')}…`;

const bytesOf = (value: Json): number => Buffer.byteLength(JSON.stringify(value));

function clipped(value: Json, clip: Clip, depth: number): Json {
  if (typeof value === 'string') return clippedText(value, clip.text);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= clip.depth) return '…';
  if (isList(value)) {
    const kept = value.slice(0, clip.members).map((each) => clipped(each, clip, depth + 1));
    return value.length > clip.members ? [...kept, `… ${value.length - clip.members} more`] : kept;
  }
  const entries = Object.entries(value);
  const kept = entries
    .slice(0, clip.members)
    .map(([key, inner]): [string, Json] => [clippedText(key, clip.text), inner === undefined ? null : clipped(inner, clip, depth + 1)]);
  return Object.fromEntries(entries.length > clip.members ? [...kept, ['…', `${entries.length - clip.members} more`]] : kept);
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);
