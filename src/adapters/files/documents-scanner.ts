import { documentGrammar } from './documents-grammar.ts';

/** What a scan found and where it begins: a document's text, a document that is too large, or why something is not JSON. */
export type Found = { readonly line: number } & ({ readonly text: string } | { readonly tooLarge: true } | { readonly broken: string });

interface DocumentScanner {
  push(chunk: Buffer): Generator<Found>;
  end(): Generator<Found>;
}

const [newline, space, quote, comma, backslash] = [10, 32, 34, 44, 92];
const [openList, closeList, openObject] = [91, 93, 123];
const byteOrderMark = [0xef, 0xbb, 0xbf];
const recordsStart = Buffer.from('{"Records":[');

/**
 * Finds documents in a stream of bytes, holding one of them (at most `limit` bytes) at a time: one after the other, one a line, pretty-printed;
 * the elements of an outer list, and of an object that begins with `Records`, are documents of their own. After a broken document the scan
 * goes on with the next line that begins with a bracket or, inside a list, with the next element.
 */
export function documentScanner(limit: number): DocumentScanner {
  const grammar = documentGrammar();
  let chunk: Buffer = Buffer.alloc(0);
  let at = 0;
  let line = 1;
  let lineStart = true;
  let mode: 'between' | 'inside' | 'seeking' = 'between';
  let list: 'none' | 'plain' | 'records' = 'none';
  let element: 'value or end' | 'value' | 'comma or end' | 'anything' = 'value or end';
  let parts: Buffer[] = [];
  let size = 0;
  let from = 0;
  let startLine = 1;
  let matched = 0;
  let isTail = false;
  let brokenAt: { readonly line: number; readonly broken: string } | undefined;

  function advance(byte: number): void {
    at++;
    lineStart = byte === newline;
    if (lineStart) line++;
  }

  function begin(): void {
    mode = 'inside';
    grammar.begin();
    parts = [];
    size = 0;
    from = at;
    startLine = line;
    matched = list === 'none' ? 0 : -1;
    isTail = false;
    brokenAt = undefined;
  }

  function keep(): void {
    size += at - from;
    if (size > limit) parts = [];
    else if (at > from) parts.push(chunk.subarray(from, at));
    from = at;
  }

  function finish(): Found | undefined {
    keep();
    mode = 'between';
    element = 'comma or end';
    const text = parts;
    parts = [];
    if (isTail) return undefined;
    if (brokenAt !== undefined) return brokenAt;
    if (size > limit) return { line: startLine, tooLarge: true };
    return { line: startLine, text: (text.length === 1 && text[0] !== undefined ? text[0] : Buffer.concat(text)).toString('utf8') };
  }

  /** In a list the brackets tell where a broken element ends; else only the next line that begins with a bracket is safe, counted from where the document began. */
  function breaks(byte: number): Found | undefined {
    const isNext = lineStart && (byte === openObject || byte === openList);
    const found = isNext ? { line: startLine, broken: 'the document is not closed' } : { line, broken: grammar.why };
    if (list !== 'none') {
      brokenAt ??= found;
      grammar.forgive();
      return undefined;
    }
    rewind();
    return found;
  }

  function rewind(): void {
    mode = 'seeking';
    if (size + at - from <= limit) {
      if (parts.length === 0) at = from;
      else {
        chunk = Buffer.concat([...parts, chunk.subarray(from)]);
        at = 0;
      }
      line = startLine;
      lineStart = false;
    }
    parts = [];
  }

  function within(byte: number): Found | undefined {
    if (matched >= 0 && (byte > space || grammar.inText)) matched = byte === recordsStart[matched] ? matched + 1 : -1;
    const step = grammar.step(byte);
    if (step === 'broken') return breaks(byte);
    if (step === 'before') return finish();
    advance(byte);
    if (step === 'end') return finish();
    if (matched === recordsStart.length) {
      list = 'records';
      element = 'value or end';
      mode = 'between';
      parts = [];
    }
    return undefined;
  }

  function between(byte: number): Found | undefined {
    if (byte <= space || byteOrderMark.includes(byte)) advance(byte);
    else if (list !== 'none') return betweenElements(byte);
    else if (byte === openObject) begin();
    else if (byte === openList) {
      advance(byte);
      list = 'plain';
      element = 'value or end';
    } else {
      const found = { line, broken: `expected a JSON object or list, found ${String.fromCharCode(byte)}` };
      mode = 'seeking';
      advance(byte);
      return found;
    }
    return undefined;
  }

  function betweenElements(byte: number): Found | undefined {
    if (byte === closeList) return closed(byte);
    if (byte === comma && (element === 'comma or end' || element === 'anything')) {
      element = 'value';
      advance(byte);
    } else if (element === 'value' || element === 'value or end') begin();
    else if (element === 'anything') {
      if (byte === openObject) begin();
      else advance(byte);
    } else {
      const found = { line, broken: `expected , or ] between the elements of a list, found ${String.fromCharCode(byte)}` };
      if (lineStart && (byte === openObject || byte === openList)) list = 'none';
      else element = 'anything';
      return found;
    }
    return undefined;
  }

  function closed(byte: number): Found | undefined {
    const found = element === 'value' ? { line, broken: 'a list ends after a comma' } : undefined;
    const rest = list === 'records';
    list = 'none';
    advance(byte);
    if (rest) {
      begin();
      grammar.resume();
      isTail = true;
      matched = -1;
    }
    return found;
  }

  function seek(byte: number): void {
    if (lineStart && (byte === openObject || byte === openList)) mode = 'between';
    else advance(byte);
  }

  /** Inside a text only three kinds of bytes matter; all others are passed over quickly. */
  function skipPlainText(): void {
    let next = at;
    for (; next < chunk.length; next++) {
      const byte = chunk[next] ?? 0;
      if (byte === quote || byte === backslash || byte < space) break;
    }
    at = next;
    lineStart = false;
  }

  function* push(bytes: Buffer): Generator<Found> {
    chunk = bytes;
    at = 0;
    from = 0;
    while (at < chunk.length) {
      if (mode === 'inside' && matched < 0 && grammar.inPlainText) skipPlainText();
      const byte = chunk[at];
      if (byte === undefined) break;
      if (mode === 'seeking') seek(byte);
      else {
        const found = mode === 'inside' ? within(byte) : between(byte);
        if (found !== undefined) yield found;
      }
    }
    if (mode === 'inside') {
      keep();
      from = 0;
    }
  }

  return {
    push,
    *end() {
      while (mode === 'inside') {
        yield brokenAt ?? { line: startLine, broken: 'the file ends inside this document' };
        if (list !== 'none') return;
        const rest = Buffer.concat(parts);
        chunk = Buffer.alloc(0);
        at = from = 0;
        line = startLine;
        lineStart = false;
        mode = 'seeking';
        yield* push(rest);
      }
      if (list !== 'none') yield { line, broken: 'the file ends inside a list' };
    },
  };
}
