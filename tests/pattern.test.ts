import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { selfheal } from './fixtures/ingest.ts';

/** Answers recorded from AWS and from its own matcher; they are not ours to ship, so they lie beside the repository. */
const folder = fileURLToPath(new URL('../../shared/data', import.meta.url));
const present = existsSync(join(folder, 'ruler_pairs.jsonl'));

interface Answer {
  readonly id: string | number;
  readonly match: boolean | 'invalid';
  readonly why: string;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly match: boolean;
  readonly expect: 'match' | 'nomatch' | 'invalid';
}

const readLines = (lines: string) =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

async function run(args: readonly string[], input = '') {
  const child = spawn(selfheal, ['pattern', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  const [said, told, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { answers: readLines(said) as readonly Answer[], told, status: Number(status) };
}

/** Runs the command on a file of recorded answers; one answer a row, in the order of the rows. */
async function runOn(name: string): Promise<readonly { readonly row: Row; readonly answer: Answer | undefined }[]> {
  const file = join(folder, `${name}.jsonl`);
  const { answers, told, status } = await run([file]);
  const rows: readonly Row[] = readLines(readFileSync(file, 'utf8'));
  expect({ told, status, ids: answers.map(({ id }) => id) }).toEqual({
    told: '',
    status: 0,
    ids: rows.map(({ id, name: own }) => id ?? own),
  });
  return rows.map((row, position) => ({ row, answer: answers[position] }));
}

describe('selfheal pattern', () => {
  test('answers each line in order, with a reason', async () => {
    const rows = [
      { id: 1, pattern: { source: ['aws.s3'] }, event: { source: 'aws.s3' } },
      { id: 'text', pattern_text: '{"detail": {"state": ["stopped"]}}', event: '{"detail": {"state": "running"}}' },
      { id: 'absent', pattern: '{"detail": {"state": ["stopped"]}}', event: { detail: {} } },
      { id: 'refused', pattern: { source: 'aws.s3' }, event: {} },
      { id: 'twice', pattern_text: '{"a": ["1"], "a": ["2"]}', event: { a: '2' } },
      { pattern: { a: [{ exists: false }] }, event: { a: null } },
    ];
    const { answers, told, status } = await run(['-'], rows.map((row) => JSON.stringify(row)).join('\n'));
    expect({ told, status }).toEqual({ told: '', status: 0 });
    expect(answers).toEqual([
      { id: 1, match: true, why: expect.stringContaining('matches') },
      { id: 'text', match: false, why: 'detail.state has no value that is asked for' },
      { id: 'absent', match: false, why: 'detail.state is not in the event' },
      { id: 'refused', match: 'invalid', why: expect.stringContaining('at source') },
      { id: 'twice', match: true, why: expect.stringContaining('matches') },
      { id: 6, match: false, why: 'a is in the event, with a value that is not asked for' },
    ]);
  });

  test('tells of lines that it cannot read by their number, answers the rest, and ends with 1', async () => {
    const rows = [
      '{"id": "first", "pattern": {"a": [1]}, "event": {"a": 1}}',
      'oops',
      '{"id": "no-pattern"}',
      '{"id": "cut", "pattern": {"a": [1]}, "event": "{"}',
    ];
    const { answers, told, status } = await run(['-', '--json'], rows.join('\n'));
    expect(status).toBe(1);
    expect(answers.map(({ id, match }) => [id, match])).toEqual([
      ['first', true],
      ['no-pattern', 'invalid'],
      ['cut', 'invalid'],
    ]);
    const errors: readonly { readonly code: string; readonly details: { readonly line: number } }[] = readLines(told);
    expect(errors.map(({ code, details }) => [code, details.line])).toEqual([2, 3, 4].map((line) => ['bad-input', line]));
  });
});

describe.skipIf(!present)(`selfheal pattern, over answers recorded from AWS${present ? '' : ` (skipped: no ${folder})`}`, () => {
  test('155 of 155 that LocalStack validated against the service', async () => {
    // A limit of the service on the cost of wildcards, not of the language.
    const told = (await runOn('localstack_patterns')).filter(({ row }) => row.name !== 'content_wildcard_complex_EXC');
    const wanted = { match: true, nomatch: false, invalid: 'invalid' } as const;
    expect(told.filter(({ row, answer }) => answer?.match === wanted[row.expect])).toHaveLength(155);
    expect(told).toHaveLength(155);
  });

  test.each([
    ['ruler_pairs', 1071],
    ['ruler_named_cases', 51],
  ])("every answer of AWS's matcher in %s: %i", async (name, count) => {
    const told = await runOn(name);
    expect(told.filter(({ row, answer }) => answer?.match === row.match)).toHaveLength(count);
    expect(told).toHaveLength(count);
  });

  test('48 of 60 patterns that an older compiler of AWS refused; the other 12 are what the other files hold to be valid', async () => {
    const told = await runOn('ruler_invalid');
    const taken = told.filter(({ answer }) => answer?.match !== 'invalid').map(({ row }) => row.id);
    console.log(`ruler_invalid: ${told.length - taken.length} of ${told.length} refused; taken: ${taken.join(', ')}`);
    expect(told).toHaveLength(60);
    expect(taken).toEqual(
      ['001', '003', '005', '007', '009', '011', '013', '015', '019', '027', '029', '031'].map((id) => `ruler-inv-${id}`),
    );
  });
});
