import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import { documentScanner, type Found } from './documents-scanner.ts';

/** A document with the place where it begins, or why there is none at that place. */
export type ReadDocument = { readonly document: Json; readonly file: string; readonly line: number } | { readonly error: HealError };

/** AWS events are at most 1 MB (a CloudWatch Logs delivery; EventBridge 256 KB, an SQS message 1 MB): what is larger is none. */
const largest = 1024 * 1024;
const documentFile = /\.(json|jsonl|ndjson|log)(\.gz)?$|\.gz$/i;

/**
 * Reads every document of a file, of the files below a folder, or of standard input (`-`): JSON, JSON lines, CloudTrail log files, gzip of
 * those. Holds one document at a time. What cannot be read is an error with file and line (`bad-input`, `too-large`, `not-found`), the rest follows.
 */
export async function* readDocuments(path: string, stdin: AsyncIterable<Uint8Array> = process.stdin): AsyncGenerator<ReadDocument> {
  if (path === '-') yield* readStream(stdin, 'standard input');
  else
    for await (const found of filesOf(path))
      yield* typeof found === 'string' ? readStream(createReadStream(found, { highWaterMark: 256 * 1024 }), found) : [found];
}

/** Some whole lines of a file of JSON lines: bytes from `start` to before `end`, of which the first is on line `line`. */
export interface FilePart {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** As `readDocuments`, of a part of one file that is not packed. */
export const readPart = (file: string, { start, end, line }: FilePart): AsyncGenerator<ReadDocument> =>
  readStream(createReadStream(file, { start, end: end - 1, highWaterMark: 256 * 1024 }), file, line);

/** What was named itself, or every document file below a folder in the order of names; hidden ones, links to folders and pipes are left out. */
export async function* filesOf(path: string): AsyncGenerator<string | { readonly error: HealError }> {
  try {
    const entry = await stat(path);
    if (!entry.isDirectory()) yield path;
    else
      for (const child of (await readdir(path, { withFileTypes: true })).toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
        if (child.name.startsWith('.')) continue;
        if (child.isDirectory()) yield* filesOf(join(path, child.name));
        else if (
          documentFile.test(child.name) &&
          (child.isFile() || (child.isSymbolicLink() && (await leadsToFile(join(path, child.name)))))
        )
          yield join(path, child.name);
      }
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    yield {
      error: new HealError(missing ? 'not-found' : 'bad-input', `${path} cannot be read: ${asHealError(error).message}; check the path`, {
        cause: error,
      }),
    };
  }
}

/** A link that leads nowhere counts, so that somebody is told. */
const leadsToFile = (link: string): Promise<boolean> =>
  stat(link).then(
    (target) => target.isFile(),
    () => true,
  );

async function* readStream(stream: AsyncIterable<Uint8Array>, file: string, firstLine = 1): AsyncGenerator<ReadDocument> {
  const scanner = documentScanner(largest);
  const placed = (found: Found): Found => ({ ...found, line: found.line + firstLine - 1 });
  let line = firstLine;
  try {
    for await (const chunk of unzipped(stream))
      for (const scanned of scanner.push(chunk)) {
        const found = placed(scanned);
        line = found.line;
        yield parsed(found, file);
      }
    for (const found of scanner.end()) yield parsed(placed(found), file);
  } catch (error) {
    yield { error: unreadable('bad-input', file, line, `cannot be read to its end: ${asHealError(error).message}`, error) };
  }
}

/** Gzip is known by its first two bytes (RFC 1952), whatever the file is called. */
async function* unzipped(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const chunks = stream[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let ended = false;
  while (head.length < 2 && !ended) {
    const next = await chunks.next();
    ended = next.done === true;
    if (next.done !== true) head = Buffer.concat([head, next.value]);
  }
  const whole = rest(head, ended, chunks);
  if (head[0] !== 0x1f || head[1] !== 0x8b) yield* whole;
  else yield* pipeline(Readable.from(whole), createGunzip({ chunkSize: 256 * 1024 }), () => {});
}

async function* rest(head: Buffer, ended: boolean, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = ended ? undefined : await chunks.next(); next !== undefined && next.done !== true; next = await chunks.next())
      yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
  } finally {
    await chunks.return?.();
  }
}

function parsed(found: Found, file: string): ReadDocument {
  if ('tooLarge' in found)
    return { error: unreadable('too-large', file, found.line, `a document of more than ${largest} bytes is no event of AWS`) };
  if ('broken' in found) return { error: unreadable('bad-input', file, found.line, `not JSON: ${found.broken}`) };
  try {
    const document: Json = JSON.parse(found.text);
    return { document, file, line: found.line };
  } catch (error) {
    const { message } = asHealError(error);
    const within = Number(/\(line (\d+) /.exec(message)?.[1] ?? lineOfBadWord(found.text)) - 1;
    return {
      error: unreadable(
        'bad-input',
        file,
        found.line + within,
        `not JSON: ${message.replace(/( in JSON at position .*|, .* is not valid JSON)$/s, '')}`,
        error,
      ),
    };
  }
}

/** The parser names no line for a word like `nul`: the first word outside of texts that is neither a number nor a literal. */
function lineOfBadWord(text: string): number {
  for (const { 0: word, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[^\s[\]{}:,"]+/g))
    if (!/^("|(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?)$)/.test(word)) return text.slice(0, index).split('\n').length;
  return 1;
}

function unreadable(code: 'bad-input' | 'too-large', file: string, line: number, why: string, cause?: unknown): HealError {
  const options = { details: { file, line }, ...(cause === undefined ? {} : { cause }) };
  return new HealError(code, `${file}:${line}: ${why}; correct it or leave it out`, options);
}
