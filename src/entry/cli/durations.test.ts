import { expect, test } from 'vitest';
import { duration } from './durations.ts';

test('a duration has the unit that a person would choose', () => {
  expect([-5, 420, 9_990, 12_400, 119_000, 180_000, 7_200_000, 172_800_000].map(duration)).toEqual([
    '0.00 s',
    '0.42 s',
    '9.99 s',
    '12 s',
    '119 s',
    '3 min',
    '2 h',
    '2 d',
  ]);
});
