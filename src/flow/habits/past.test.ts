import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anomalyOf, joinPasts, noPast, type Past } from './past.ts';

const pastOf = (values: readonly number[]): Past => new Map(values.map((value, index) => [index * 60_000, value]));

test('a value far from its past is told in usual spreads', () => {
  expect(anomalyOf(pastOf([10, 11, 9, 10, 12, 8, 10, 11, 9, 60]))).toMatchObject({ value: 60, usual: 10, points: 9 });
  expect(anomalyOf(pastOf([10, 11, 9, 10, 12, 8, 10, 11, 9, 60]))?.spreads).toBeCloseTo(50 / 1.4826, 3);
});

test('an outlier in the past does not hide one now, as a mean would', () => {
  expect(anomalyOf(pastOf([10, 11, 9, 10, 500, 8, 10, 11, 9, 60]))?.spreads).toBeGreaterThan(20);
});

test('an ordinary value is no anomaly, and too few values say nothing', () => {
  expect(anomalyOf(pastOf([10, 11, 9, 10, 12, 8, 10, 11, 9, 11]))?.spreads).toBeLessThan(3);
  expect(anomalyOf(pastOf([1, 1, 1, 100]))).toBeUndefined();
  expect(anomalyOf(noPast)).toBeUndefined();
});

test('a past that never varied makes the first other value an anomaly', () => {
  expect(anomalyOf(pastOf([0, 0, 0, 0, 0, 0, 0, 0, 1]))?.spreads).toBeGreaterThan(100);
  expect(anomalyOf(pastOf([0, 0, 0, 0, 0, 0, 0, 0, 0]))?.spreads).toBe(0);
});

test('pasts join in any order, any number of times, and stay bounded', () => {
  const past = fc.array(fc.tuple(fc.nat(500), fc.nat(9)), { maxLength: 400 }).map((points): Past => new Map(points));
  fc.assert(
    fc.property(past, past, (one, other) => {
      const joined = joinPasts(one, other);
      const sorted = (some: Past) => [...some].toSorted(([a], [b]) => a - b);
      expect(sorted(joined)).toEqual(sorted(joinPasts(joinPasts(other, one), one)));
      expect(joined.size).toBeLessThanOrEqual(256);
    }),
  );
});
