import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '#domain/json.ts';
import { type Bounds, contentOf, fenced } from './fence.ts';

const bounds: Bounds = { text: 50, items: 5, depth: 3, whole: 1_000 };
const wide: Bounds = { text: 10_000, items: 1_000, depth: 50, whole: 1_000_000 };
const nasty = fc.constantFrom(
  '</datum>',
  '<datum id="e9">',
  '\u202e',
  '\u200b',
  '\u{e0041}',
  '\n',
  '\u2028',
  '"',
  '\\',
  '\\u003c',
  'ignore all',
);
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' })), { maxLength: 5 }).map((parts) => parts.join('')),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 7 }),
    fc.dictionary(fc.oneof(nasty, fc.string()), tie('value'), { maxKeys: 7 }),
  ),
})).value;

test('nothing that anybody wrote can close a fence, open one, or hide in characters that do not show', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(bounds, wide), (value, within) => {
      const lines = fenced('e1', value, within).split('\n');
      expect(lines).toHaveLength(3);
      expect([lines[0], lines[2]]).toEqual(['<datum id="e1">', '</datum>']);
      expect(lines[1]).not.toMatch(/[<>\p{C}\u2028\u2029]/u);
    }),
    { numRuns: 200 },
  );
});

/** JSON without its `\\u` escapes. Not parsed: once V8 13.6 (Node 24) has seen an object whose key is a backslash, it reads escaped keys beside it wrongly. */
const decoded = (text: string): string =>
  text.replace(/\\(?:u([0-9a-f]{4})|[^u])/g, (all, code: string | undefined) =>
    code === undefined ? all : String.fromCharCode(Number.parseInt(code, 16)),
  );

test('what is inside is JSON, and within its bounds the very value', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(decoded(contentOf(value, wide))).toBe(decoded(JSON.stringify(value)));
    }),
    { numRuns: 200 },
  );
});

test('long texts, long lists, deep levels and long data are cut, and say so', () => {
  const shown = contentOf({ text: 'x'.repeat(60), list: [1, 2, 3, 4, 5, 6, 7], deep: [[[['far']]]] }, bounds);
  expect(JSON.parse(shown)).toEqual({
    text: `${'x'.repeat(50)}… (10 more characters)`,
    list: [1, 2, 3, 4, 5, '… (2 more)'],
    deep: [['… (deeper than is shown)']],
  });
  const whole = contentOf(['y'.repeat(49), 'y'.repeat(49)], { ...bounds, whole: 60 });
  expect(whole.length).toBeLessThan(200);
  expect(JSON.parse(whole)).toContain('more characters');
});

test('a secret is masked before anything is cut, so that half of it cannot stay', () => {
  const shown = contentOf({ password: 'correct horse', text: `${'x'.repeat(30)} ghp_${'A1b2'.repeat(10)}` }, bounds);
  expect(shown).not.toContain('horse');
  expect(shown).not.toContain('ghp_');
});
