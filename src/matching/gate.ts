import { type AnchoredText, anchoredText, findText } from './anchored-text.ts';
import { toBranches } from './branches.ts';
import { rawValue, valuePlace } from './raw-value.ts';
import { type WatchedKey, watchedKeys } from './watched-key.ts';

/** Tells which lines of raw history are worth parsing. */
export type Gate = {
  /**
   * Hands over where each line begins and ends (in bytes, without its line feed) that a rule might match; the others match none.
   * Each line is one event in JSON (UTF-8). A line that is not JSON may go either way.
   */
  readonly candidates: (lines: Buffer, visit: (start: number, end: number) => void) => void;
};

const chunkBytes = 64 * 1024;
const lineFeed = 0x0a;

/**
 * Compiles rules to a gate before `JSON.parse`: it looks a few keys and their values up in the bytes and is only ever wrong by handing
 * over too much. Wherever bytes may hide what they mean (an escape, an array, letters beyond ASCII) it hands the line over, and
 * every line when a rule asks for nothing that must be present. Throws `bad-pattern`.
 */
export function buildGate(rules: readonly { readonly pattern: unknown }[]): Gate {
  const known = new Map();
  const keys = watchedKeys(rules.flatMap(({ pattern }) => toBranches(pattern, known)));
  const searches = keys?.map((watched) => ({ ...watched, ending: anchoredText(`${watched.key}"`) }));
  return {
    candidates: (lines, visit) => {
      for (let from = 0; from < lines.length; ) {
        const to = endOfChunk(lines, from);
        const text = lines.toString('latin1', from, to);
        if (searches === undefined) visitAllLines(text, from, visit);
        else visitFound(text, from, searches, visit);
        from = to;
      }
    },
  };
}

type Search = WatchedKey & { /** The key with the quote after it. */ readonly ending: AnchoredText };
type Visit = (start: number, end: number) => void;

/** Whole lines only; a line longer than a chunk is a chunk of its own. */
function endOfChunk(lines: Buffer, from: number): number {
  if (lines.length - from <= chunkBytes) return lines.length;
  const last = lines.lastIndexOf(lineFeed, from + chunkBytes - 1);
  if (last >= from) return last + 1;
  const next = lines.indexOf(lineFeed, from + chunkBytes);
  return next < 0 ? lines.length : next + 1;
}

function visitAllLines(text: string, offset: number, visit: Visit): void {
  for (let start = 0; start < text.length; ) {
    const end = endOfLine(text, start);
    visit(offset + start, offset + end);
    start = end + 1;
  }
}

function visitFound(text: string, offset: number, searches: readonly Search[], visit: Visit): void {
  const found = new Map<number, number>();
  findEscapes(text, found);
  for (const search of searches) findKey(text, search, found);
  const inOrder = [...found].toSorted(([one], [other]) => one - other);
  for (const [start, end] of inOrder) visit(offset + start, offset + end);
}

/** An escape that may stand for a letter of a key or of a plain text makes its line a candidate; `\u003c` and the like do not. */
function findEscapes(text: string, found: Map<number, number>): void {
  for (let at = text.indexOf('\\u'); at >= 0; ) {
    const letter = String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16));
    at = text.indexOf('\\u', /[\w.: -]/.test(letter) ? addLine(text, at, found) : at + 2);
  }
}

function findKey(text: string, search: Search, found: Map<number, number>): void {
  const { ending } = search;
  for (let at = findText(ending, text, 0); at >= 0; ) {
    const after = at + ending.text.length;
    at = findText(ending, text, isKey(text, at) && mayMatch(text, after, search) ? addLine(text, at, found) : after);
  }
}

/** A key stands after its quote, or after the dot of a dotted key. */
function isKey(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return before === 0x22 || before === 0x2e;
}

function mayMatch(text: string, afterKey: number, { neededWith }: Search): boolean {
  const place = valuePlace(text, afterKey);
  if (place < 0) return false;
  const value = rawValue(text, place);
  if (value === 'none') return false;
  if (value === 'unclear') return true;
  const branches = neededWith(value.plain);
  if (branches.length === 0) return false;
  if (branches.length > mostTold) return true;
  const line = text.slice(startOfLine(text, afterKey), endOfLine(text, afterKey));
  return branches.some((needed) => needed.every((texts) => texts.some((one) => findText(one, line, 0) >= 0)));
}

/** With more branches under one value than these it is cheaper to let the line through than to tell them apart. */
const mostTold = 8;

function addLine(text: string, at: number, found: Map<number, number>): number {
  const end = endOfLine(text, at);
  found.set(startOfLine(text, at), end);
  return end;
}

const startOfLine = (text: string, at: number): number => text.lastIndexOf('\n', at) + 1;

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
