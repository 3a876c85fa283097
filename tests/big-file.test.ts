import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const megabytes = 300;
const boundMegabytes = 150;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selfheal-big-'));
});
afterAll(() => rm(folder, { recursive: true }));

const record = (index: number) =>
  `{"eventVersion":"1.11","eventID":"${index}","eventName":"PutObject","userAgent":"[aws-cli/2.31 \\"quoted\\" {x}]","requestParameters":{"bucketName":"logs","key":"${'a/'.repeat(400)}"}}`;

/** Writes at least 300 MB of records, 1,000 a piece, and says how many there are. */
async function write(file: string, start: string, between: string, end: string): Promise<number> {
  const pieces = Math.ceil((megabytes * 1024 * 1024) / (1000 * record(100_000).length));
  const text = function* () {
    for (let piece = 0; piece < pieces; piece++) {
      const records = Array.from({ length: 1000 }, (_, index) => record(piece * 1000 + index)).join(between);
      yield `${piece === 0 ? start : between}${records}`;
    }
    yield end;
  };
  await pipeline(Readable.from(text()), createWriteStream(file));
  return pieces * 1000;
}

/** Reads the file in a process of its own and tells what it counted and how much memory that process ever held. */
async function readInProcess(file: string): Promise<{ documents: number; errors: number; last: string; peakMegabytes: number }> {
  const documents = new URL('../src/adapters/files/documents.ts', import.meta.url).href;
  const program = `
    import { readDocuments } from ${JSON.stringify(documents)};
    const counted = { documents: 0, errors: 0, last: '' };
    for await (const read of readDocuments(${JSON.stringify(file)})) {
      if ('error' in read) counted.errors++;
      else { counted.documents++; counted.last = read.document.eventID; }
    }
    console.log(JSON.stringify({ ...counted, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=64', '--input-type=module', '-e', program]);
  return JSON.parse(stdout);
}

test.each([
  ['one log file in one line', '{"Records":[', ',', ']}'],
  ['JSON lines', '', '\n', '\n'],
])(`${megabytes} MB as %s are read in less than ${boundMegabytes} MB of memory`, async (_layout, start, between, end) => {
  const file = join(folder, 'big.json');
  const written = await write(file, start, between, end);
  const { peakMegabytes, ...counted } = await readInProcess(file);
  expect(counted).toEqual({ documents: written, errors: 0, last: String(written - 1) });
  expect(peakMegabytes).toBeLessThan(boundMegabytes);
});

test('one document of 300 MB is refused in the same memory, and what follows it is read', async () => {
  const file = join(folder, 'big.json');
  await write(file, '{"Items":[', ',', `]}\n${record(7)}\n`);
  const { peakMegabytes, ...counted } = await readInProcess(file);
  expect(counted).toEqual({ documents: 1, errors: 1, last: '7' });
  expect(peakMegabytes).toBeLessThan(boundMegabytes);
});
