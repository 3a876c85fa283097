import { expect, test } from 'vitest';
import { restarts } from './restarts.ts';

test('waits longer each time, five seconds at most, and gives up after the tenth end within a minute', () => {
  const again = restarts();
  const waits = Array.from({ length: 11 }, (_, index) => again.next(1_000 + index));
  expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000, 5_000, 5_000, undefined]);
});

test('forgets what happened more than a minute ago', () => {
  const again = restarts();
  for (let index = 0; index < 10; index++) again.next(index);
  expect(again.next(70_000)).toBe(200);
});
