import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '#domain/json.ts';
import { bounded, clippedText } from './bounded.ts';

const bytes = (value: Json): number => Buffer.byteLength(JSON.stringify(value));

test('no value is ever larger than the limit, and what fits stays as it is', () => {
  const values = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 12 });
  fc.assert(
    fc.property(values, fc.integer({ min: 200, max: 600 }), (value: unknown, limit) => {
      const json: Json = JSON.parse(JSON.stringify(value));
      const kept = bounded(json, limit);
      return bytes(kept.json) <= limit && kept.cut === bytes(json) > limit && (kept.cut || kept.json === json);
    }),
    { numRuns: 200 },
  );
});

test.each<[string, Json]>([
  ['one long text', '"'.repeat(100_000)],
  ['a text of wide characters', '😀'.repeat(100_000)],
  ['halves of characters', '\ud83d'.repeat(10_000)],
  ['many lines', Array.from({ length: 10_000 }, (_, index) => `line ${index}`)],
  ['many names', Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`${'n'.repeat(50)}${index}`, index]))],
  ['deep levels', JSON.parse(`${'{"a":['.repeat(1_000)}1${']}'.repeat(1_000)}`)],
])('%s is cut', (_, value) => {
  const { json, cut } = bounded(value, 1_000);
  expect(bytes(json)).toBeLessThanOrEqual(1_000);
  expect(cut).toBe(true);
  expect(JSON.stringify(json)).toContain('…');
});

test('what is kept is the beginning, and it says how much is missing', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index} ${'x'.repeat(20)}`);
  expect(bounded({ lines }, 1_200).json).toEqual({ lines: [...lines.slice(0, 30), '… 70 more'] });
});

test('a text is not cut through the middle of a character', () => {
  expect(clippedText('ab😀cd', 4)).toBe('ab…');
});
