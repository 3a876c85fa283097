import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { medianOf, shareOf } from './interval.ts';

describe('the interval of a share', () => {
  // Table 3 of R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d is from %d to %d', (right, of, low, high) => {
    const found = shareOf(right, of);
    expect(found.low).toBeCloseTo(low, 3);
    expect(found.high).toBeCloseTo(high, 3);
  });

  test('holds the share, and is narrower with more cases', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, part) => {
        const right = Math.round(of * part);
        const one = shareOf(right, of);
        expect(one.low).toBeLessThanOrEqual(one.share);
        expect(one.high).toBeGreaterThanOrEqual(one.share);
        const more = shareOf(right * 4, of * 4);
        expect(more.high - more.low).toBeLessThan(one.high - one.low);
      }),
    ));

  test('of nothing says nothing', () => expect(shareOf(0, 0)).toMatchObject({ low: 0, high: 1 }));
});

describe('the interval of a median', () => {
  test('is of values that were seen, and holds the median', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 }), (values) => {
        const found = medianOf(values);
        expect(values).toContain(found?.low);
        expect(values).toContain(found?.high);
        expect(found?.low).toBeLessThanOrEqual(found?.median ?? -1);
        expect(found?.high).toBeGreaterThanOrEqual(found?.median ?? Number.POSITIVE_INFINITY);
      }),
    ));

  test('of 1 to 100 is from 41 to 60 around 50.5', () =>
    expect(medianOf(Array.from({ length: 100 }, (_, index) => index + 1))).toEqual({ median: 50.5, low: 41, high: 60, of: 100 }));

  test('of nothing is none', () => expect(medianOf([])).toBeUndefined());
});
