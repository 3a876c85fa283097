import { deepestNesting } from './json-kinds.ts';
import { patternError } from './pattern-error.ts';

/** An object of a pattern's text with every one of its keys in order, also those that occur twice. */
class WrittenObject {
  readonly entries: readonly (readonly [string, unknown])[];

  constructor(entries: readonly (readonly [string, unknown])[]) {
    this.entries = entries;
  }
}

/** The keys and values of an object of a pattern, whether it came as a value or as text; undefined when it is no object. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (value instanceof WrittenObject) return value.entries;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
}

const space = /[ \t\n\r]*/y;
const stringToken = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const numberToken = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const wordToken = /true|false|null/y;

/**
 * Reads the text of a pattern for `compile`. AWS sees what a plain JSON parser drops (a key that occurs twice, a number too small for a
 * double), so patterns that arrive as text are compiled from this. Throws `bad-pattern` with the place when the text is not JSON.
 */
export function parsePatternText(text: string): unknown {
  let at = 0;

  const fail = (expected: string) => {
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    const found = at < text.length ? JSON.stringify(text.charAt(at)) : 'the end';
    return patternError('', `not JSON: expected ${expected} at line ${line}, column ${at - before.lastIndexOf('\n')}, found ${found}`);
  };
  const skip = () => {
    space.lastIndex = at;
    at += space.exec(text)?.[0].length ?? 0;
  };
  const take = (token: RegExp): string | undefined => {
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const ate = (char: string): boolean => {
    skip();
    if (text.charAt(at) !== char) return false;
    at++;
    return true;
  };

  const value = (depth: number): unknown => {
    if (depth > deepestNesting) throw patternError('', `nested deeper than ${deepestNesting} levels`);
    if (ate('{')) return object(depth);
    if (ate('[')) return array(depth);
    const quoted = take(stringToken);
    if (quoted !== undefined) return JSON.parse(quoted);
    const number = take(numberToken);
    if (number !== undefined) return toNumber(number);
    const word = take(wordToken);
    if (word === undefined) throw fail('a value');
    return word === 'null' ? null : word === 'true';
  };
  const object = (depth: number): WrittenObject => {
    const entries: (readonly [string, unknown])[] = [];
    if (ate('}')) return new WrittenObject(entries);
    do {
      skip();
      const key = take(stringToken);
      if (key === undefined) throw fail('a quoted key');
      if (!ate(':')) throw fail('":"');
      entries.push([JSON.parse(key), value(depth + 1)]);
    } while (ate(','));
    if (!ate('}')) throw fail('"," or "}"');
    return new WrittenObject(entries);
  };
  const array = (depth: number): unknown[] => {
    const items: unknown[] = [];
    if (ate(']')) return items;
    do items.push(value(depth + 1));
    while (ate(','));
    if (!ate(']')) throw fail('"," or "]"');
    return items;
  };

  const parsed = value(0);
  skip();
  if (at < text.length) throw fail('nothing more');
  return parsed;
}

function toNumber(text: string): number {
  const number = Number(text);
  if (number === 0 && /[1-9]/.test(text.split(/e/i)[0] ?? '')) throw patternError('', `cannot compare the number ${text}: it is too small`);
  return number;
}
