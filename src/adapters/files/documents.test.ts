import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '#domain/json.ts';
import { type ReadDocument, readDocuments } from './documents.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selfheal-documents-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function all(read: AsyncIterable<ReadDocument>): Promise<readonly ReadDocument[]> {
  const found: ReadDocument[] = [];
  for await (const each of read) found.push(each);
  return found;
}

/** Documents as they are, errors as `code@line`. */
const brief = (read: readonly ReadDocument[]) =>
  read.map((each) => ('error' in each ? `${each.error.code}@${String(each.error.details?.['line'])}` : each.document));
const pieces = async function* (bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};
const fromText = async (text: string, size?: number) => all(readDocuments('-', pieces(Buffer.from(text), size)));

describe('layouts', () => {
  test('JSON lines, concatenated and pretty-printed documents are read in order, each with its line', async () => {
    const read = await fromText('{"a":1}\n{"b":2}{"c":3}\n\n{\n  "d": [\n    4\n  ]\n}\n');
    expect(brief(read)).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }, { d: [4] }]);
    expect(read.map((each) => ('line' in each ? each.line : undefined))).toEqual([1, 2, 2, 4]);
  });

  test('the elements of an outer list are documents of their own', async () => {
    expect(brief(await fromText('[{"a":1},\n {"b":[{}]}, 3, "x", null]\n{"c":1}'))).toEqual([
      { a: 1 },
      { b: [{}] },
      3,
      'x',
      null,
      { c: 1 },
    ]);
    expect(brief(await fromText('[]\n[ ]'))).toEqual([]);
  });

  test('a CloudTrail log file gives its records one by one', async () => {
    expect(brief(await fromText('{"Records":[{"eventName":"A"},{"eventName":"B","x":{"Records":[1]}}]}'))).toEqual([
      { eventName: 'A' },
      { eventName: 'B', x: { Records: [1] } },
    ]);
    expect(brief(await fromText('{ "Records" : [ ], "more": {"a":[1]} }\n{"b":1}'))).toEqual([{ b: 1 }]);
  });

  test('an object that only resembles a log file stays whole', async () => {
    const whole = [{ records: [1] }, { Records: { a: 1 } }, { Records: 'x' }, { Recor: [1] }, { first: 1, Records: [1] }];
    expect(brief(await fromText(whole.map((each) => JSON.stringify(each)).join('\n')))).toEqual(whole);
    expect(brief(await fromText('{"Rec ords":[1]}'))).toEqual([{ 'Rec ords': [1] }]);
  });

  test('a byte order mark, Windows line ends and escapes are no obstacle', async () => {
    expect(brief(await fromText('\uFEFF{"a":"\\"}{\\\\"}\r\n{"é":"\\u00e9 😀"}\r\n', 1))).toEqual([{ a: '"}{\\' }, { é: 'é 😀' }]);
  });

  test('whatever the documents, the layout and the size of the chunks: what was written is read', async () => {
    const layouts: readonly ((documents: readonly Json[]) => string)[] = [
      (documents) => documents.map((each) => JSON.stringify(each)).join('\n'),
      (documents) => documents.map((each) => JSON.stringify(each)).join(''),
      (documents) => documents.map((each) => JSON.stringify(each, null, 2)).join('\n'),
      (documents) => JSON.stringify(documents),
      (documents) => JSON.stringify(documents, null, '\t'),
      (documents) => JSON.stringify({ Records: documents }),
      (documents) => JSON.stringify({ Records: documents, tail: documents }, null, 1),
    ];
    const document = fc
      .dictionary(fc.string(), fc.jsonValue())
      .map((value): Json => JSON.parse(JSON.stringify({ ...value, Records: undefined })));
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { maxLength: 6 }),
        fc.constantFrom(...layouts),
        fc.integer({ min: 1, max: 40 }),
        async (documents, layout, size) => {
          expect(brief(await fromText(layout(documents), size))).toEqual(documents);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('broken input', () => {
  test('a broken line is named and the lines around it are read', async () => {
    expect(brief(await fromText('{"a":1}\n{"b":\n{"c":3}\n{"d":4}'))).toEqual([{ a: 1 }, 'bad-input@2', { c: 3 }, { d: 4 }]);
    expect(brief(await fromText('{"a":1}\n{"b":2,\n{"c":3}\n'))).toEqual([{ a: 1 }, 'bad-input@2', { c: 3 }]);
    expect(brief(await fromText('{"a":"not closed}\n{"c":3}\n'))).toEqual(['bad-input@1', { c: 3 }]);
    expect(brief(await fromText('{"a":nul}\n{"b" 1}\n{"c":3}\n'))).toEqual(['bad-input@1', 'bad-input@2', { c: 3 }]);
    expect(brief(await fromText('INFO starting\n{"a":1}\n}\n"text"\n{"b":1}', 3))).toEqual([
      'bad-input@1',
      { a: 1 },
      'bad-input@3',
      { b: 1 },
    ]);
  });

  test('a mistake inside a pretty-printed document is named by its own line, and the next document is read', async () => {
    expect(brief(await fromText('{\n  "a": {\n    "x": 1\n    "y": 2\n  }\n}\n{\n  "b": 1\n}'))).toEqual(['bad-input@4', { b: 1 }]);
    expect(brief(await fromText('{\n  "a": tru\n}\n{"b":1}'))).toEqual(['bad-input@2', { b: 1 }]);
  });

  test('a broken element of a list or log file does not cost the others', async () => {
    expect(brief(await fromText('{"Records":[{"a":1},{"b" 2},{"c":nul},{"d":"x\ny"},{"e":5}]}'))).toEqual([
      { a: 1 },
      'bad-input@1',
      'bad-input@1',
      'bad-input@1',
      { e: 5 },
    ]);
    expect(brief(await fromText('[{"a":1}{"b":2},,{"c":3},]'))).toEqual([
      { a: 1 },
      'bad-input@1',
      { b: 2 },
      'bad-input@1',
      { c: 3 },
      'bad-input@1',
    ]);
    expect(brief(await fromText('[{"a":1}\n{"b":2}\n{"c":3}'))).toEqual([{ a: 1 }, 'bad-input@2', { b: 2 }, { c: 3 }]);
  });

  test('a file that ends too early gives what was whole', async () => {
    expect(brief(await fromText('{"a":1}\n{"b":{"c":'))).toEqual([{ a: 1 }, 'bad-input@2']);
    expect(brief(await fromText('{"Records":[{"a":1},{"b":'))).toEqual([{ a: 1 }, 'bad-input@1']);
    expect(brief(await fromText('{"Records":[{"a":1}'))).toEqual([{ a: 1 }, 'bad-input@1']);
    expect(brief(await fromText('{"a":[\n{"b":1}\n'))).toEqual(['bad-input@1', { b: 1 }]);
    expect(brief(await fromText(''))).toEqual([]);
  });

  test('brackets without end neither hang the reader nor swallow what follows', async () => {
    const read = brief(await fromText(`${'{"a":['.repeat(50_000)}\n{"b":1}\n${'{"a":[\n'.repeat(3000)}{"c":1}`, 65_536));
    expect(read).toContainEqual({ b: 1 });
    expect(read.at(-1)).toEqual({ c: 1 });
  });

  test('random damage never stops the reader; outside of lists the lines after it are always read', async () => {
    const marks = fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '1', 'a', ' ', '\n');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: marks }), fc.integer({ min: 1, max: 9 }), async (damage, size) => {
        const read = brief(await fromText(`${damage}\n"\n{"whole":1}\n{"line":2}`, size));
        if (damage.includes('[')) expect(read).not.toEqual([]);
        else expect(read.slice(-2)).toEqual([{ whole: 1 }, { line: 2 }]);
      }),
      { numRuns: 500 },
    );
  });

  test('a document over one megabyte is refused, the next one is read', async () => {
    const large = JSON.stringify({ text: 'x'.repeat(1_100_000), list: [{}] });
    expect(brief(await fromText(`{"a":1}\n${large}\n{"b":2}`, 65_536))).toEqual([{ a: 1 }, 'too-large@2', { b: 2 }]);
    expect(brief(await fromText(`{"Records":[${large},{"b":2}]}`, 65_536))).toEqual(['too-large@1', { b: 2 }]);
    expect(brief(await fromText(`{\n"text": "${'x'.repeat(1_100_000)}" broken\n}\n{"b":2}`, 65_536))).toEqual(['bad-input@2', { b: 2 }]);
  });
});

describe('files', () => {
  test('a folder is read recursively in the order of names; gzip is known by its content', async () => {
    await mkdir(join(folder, 'logs', 'b'), { recursive: true });
    await writeFile(join(folder, 'logs', 'a.json.gz'), gzipSync('{"Records":[{"a":1}]}'));
    await writeFile(join(folder, 'logs', 'b', 'c.jsonl'), gzipSync('{"b":1}\n{"b":2}'));
    await writeFile(join(folder, 'logs', 'd.ndjson'), '{"d":1}');
    await writeFile(join(folder, 'logs', '.hidden.json'), '{"h":1}');
    await writeFile(join(folder, 'logs', 'readme.md'), 'no document');
    const read = await all(readDocuments(join(folder, 'logs')));
    expect(brief(read)).toEqual([{ a: 1 }, { b: 1 }, { b: 2 }, { d: 1 }]);
    expect(read.map((each) => ('file' in each ? each.file.slice(folder.length) : ''))).toEqual([
      '/logs/a.json.gz',
      '/logs/b/c.jsonl',
      '/logs/b/c.jsonl',
      '/logs/d.ndjson',
    ]);
  });

  test('links in a circle and pipes in a folder hold up nobody; a link that leads nowhere is named', async () => {
    const circle = join(folder, 'circle');
    await mkdir(circle);
    await writeFile(join(circle, 'a.json'), '{"a":1}');
    for (const [name, target] of Object.entries({ 'again.json': '.', 'b.json': 'a.json', 'gone.json': 'nowhere' }))
      await symlink(target, join(circle, name));
    execFileSync('mkfifo', [join(circle, 'pipe.json')]);
    expect(brief(await all(readDocuments(circle)))).toEqual([{ a: 1 }, { a: 1 }, 'bad-input@1']);
  });

  test('a damaged gzip file says so after what could be read', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `{"index":${index},"noise":"${Math.sin(index)}"}`).join('\n');
    await writeFile(join(folder, 'cut.json.gz'), gzipSync(lines).subarray(0, -20_000));
    const read = await all(readDocuments(join(folder, 'cut.json.gz')));
    const last = read.at(-1);
    expect(read.length).toBeGreaterThan(100);
    expect(last !== undefined && 'error' in last && last.error.message).toMatch(/cut\.json\.gz:\d+: .*end/);
  });

  test('a path that is not there is an error that names it', async () => {
    const [only] = await all(readDocuments(join(folder, 'nowhere.json')));
    expect(only !== undefined && 'error' in only && only.error).toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('nowhere.json'),
    });
  });

  test('an error message names file, line and what is wrong', async () => {
    await writeFile(join(folder, 'bad.json'), '{"a":1}\n{"b" 2}\n');
    const [, bad] = await all(readDocuments(join(folder, 'bad.json')));
    expect(bad !== undefined && 'error' in bad && bad.error.message).toBe(
      `${join(folder, 'bad.json')}:2: not JSON: expected :, found 2; correct it or leave it out`,
    );
  });
});
