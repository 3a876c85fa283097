import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globMatches } from './glob.ts';

describe('a pattern with wildcards', () => {
  test.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['**', 'anything', true],
    ['?', '', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['pay-*', 'pay-', true],
    ['pay-*', 'my-pay-slips', false],
    ['*-slips', 'pay-slips', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['*ab', 'aab', true],
    ['s3.*', 's3xblock', false],
    ['a+(b)[c]', 'a+(b)[c]', true],
    ['a|b', 'a', false],
    ['Pay', 'pay', false],
    ['*', 'two\nlines', true],
    ['*user/?lice', 'arn:aws:iam::123456789012:user/alice', true],
  ])('%j and the text %j: %j', (pattern, text, matches) => {
    expect(globMatches(pattern, text)).toBe(matches);
  });

  test('agrees with the same pattern as a regular expression', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', '*', '?') }),
        fc.string({ unit: fc.constantFrom('a', 'b') }),
        (pattern, text) => {
          const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
          expect(globMatches(pattern, text)).toBe(new RegExp(`^${source}$`).test(text));
        },
      ),
      { numRuns: 1_000 },
    ));

  test('needs no more time for many stars', () => {
    const began = performance.now();
    expect(globMatches(`${'*a'.repeat(40)}*b`, 'a'.repeat(20_000))).toBe(false);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
