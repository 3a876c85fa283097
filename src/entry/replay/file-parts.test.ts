import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { partsOf } from './file-parts.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(async () => {
  await folder.remove();
});

const line = (number: number): string => JSON.stringify({ number, text: 'ü'.repeat(number % 50) });
const lines = Array.from({ length: 500 }, (_, number) => line(number)).join('\n');

async function parts(text: string | Buffer, bytes = 4_000) {
  const file = join(folder.path, 'file');
  await writeFile(file, text);
  return await partsOf(file, bytes);
}

test('a large file of JSON lines is cut between its lines, and every part knows its first line', async () => {
  const found = (await parts(lines)) ?? [];
  const bytes = Buffer.from(lines);
  expect(found.length).toBeGreaterThan(3);
  expect(Buffer.concat(found.map(({ start, end }) => bytes.subarray(start, end)))).toEqual(bytes);
  for (const { start, end, line: first } of found) expect(bytes.subarray(start, end).toString().split('\n')[0]).toBe(line(first - 1));
});

test.each<[string, string | Buffer]>([
  ['small', line(1)],
  ['packed', gzipSync(Buffer.from(Array.from({ length: 20_000 }, (_, number) => line(number * 7919)).join('\n')))],
  ['one list', `[${lines.replaceAll('\n', ',\n')}]`],
  ['a log file of CloudTrail', `{"Records":[${lines.replaceAll('\n', ',')}]}`],
  [
    'laid out over lines',
    JSON.stringify(
      lines.split('\n').map((each) => JSON.parse(each)),
      null,
      1,
    ),
  ],
  ['broken where it would be cut', `${line(1)}\n${'x\n'.repeat(20_000)}`],
])('one that is %s stays whole', async (_, text) => {
  expect(await parts(text)).toBeUndefined();
});

test('one that is not there is somebody else’s problem', async () => {
  expect(await partsOf(join(folder.path, 'nowhere'))).toBeUndefined();
});
