import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import { buildIndex } from './build-index.ts';
import { compile } from './compile.ts';
import { parsePatternText } from './pattern-text.ts';

/** Answers of AWS itself; they are not ours to ship, so they lie beside the repository and these tests skip without them. */
const folder = new URL('../../../shared/data/', import.meta.url);
const present = existsSync(new URL('ruler_pairs.jsonl', folder));
const because = present ? '' : ` (skipped: no ${folder.pathname})`;

type Row = {
  readonly id: string;
  readonly name: string;
  readonly pattern: Json;
  readonly rule: Json;
  readonly pattern_text: string;
  readonly event: Json;
  readonly expect: 'match' | 'nomatch' | 'invalid';
  readonly match: boolean;
};

function rows(file: string): readonly Row[] {
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
  const read: readonly Row[] = lines.filter((line) => line !== '').map((line) => JSON.parse(line));
  expect(read).not.toHaveLength(0);
  return read;
}

function answer(pattern: () => unknown, event: Json): string {
  try {
    return compile(pattern()).matches(event) ? 'match' : 'nomatch';
  } catch (error) {
    if (error instanceof HealError && error.code === 'bad-pattern') return 'invalid';
    throw error;
  }
}

/** A limit of the service on the cost of wildcards, not of the language. */
const serviceLimits = ['content_wildcard_complex_EXC'];

/**
 * Recorded with the matcher's older compiler, which knew neither `$or` nor lists and wildcards in `anything-but`. AWS takes these today:
 * the other files hold answers for such patterns (five of them letter for letter).
 */
const refusedByOlderCompilerOnly = ['001', '003', '005', '007', '009', '011', '013', '015', '019', '027', '029', '031'].map(
  (id) => `ruler-inv-${id}`,
);

describe.skipIf(!present)(`answers recorded from AWS${because}`, () => {
  it('agrees with the patterns that LocalStack validated against the service', () => {
    const wrong = rows('localstack_patterns.jsonl')
      .filter(({ name }) => !serviceLimits.includes(name))
      .filter((row) => answer(() => row.pattern, row.event) !== row.expect);
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it("agrees with AWS's matcher on every pattern and event, as value and as text", () => {
    const wrong = rows('ruler_pairs.jsonl').filter((row) => {
      const expected = row.match ? 'match' : 'nomatch';
      return answer(() => row.pattern, row.event) !== expected || answer(() => parsePatternText(row.pattern_text), row.event) !== expected;
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('agrees on the named cases of array consistency', () => {
    const wrong = rows('ruler_named_cases.jsonl').filter((row) => answer(() => row.rule, row.event) !== (row.match ? 'match' : 'nomatch'));
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('refuses what AWS refuses, and nothing that it takes today', () => {
    const taken = rows('ruler_invalid.jsonl').filter((row) => answer(() => parsePatternText(row.pattern_text), {}) !== 'invalid');
    expect(taken.map(({ id }) => id)).toEqual(refusedByOlderCompilerOnly);
  });

  it('finds through one index of all patterns what each finds alone', () => {
    const pairs = [...rows('ruler_pairs.jsonl'), ...rows('localstack_patterns.jsonl').filter((row) => row.expect !== 'invalid')];
    const rules = [...new Map(pairs.map(({ pattern }) => [JSON.stringify(pattern), pattern]))].map(([id, pattern]) => ({ id, pattern }));
    const index = buildIndex(rules);
    const alone = rules.map(({ id, pattern }) => ({ id, compiled: compile(pattern) }));
    for (const { event } of pairs) {
      expect(index.match(event).map(({ id }) => id)).toEqual(alone.filter(({ compiled }) => compiled.matches(event)).map(({ id }) => id));
    }
  });
});
