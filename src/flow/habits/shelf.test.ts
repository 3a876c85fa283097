import { expect, test } from 'vitest';
import { newShelf } from './shelf.ts';

const shelf = () => newShelf<number>({ slots: 1, perSlot: 3, join: Math.max, worth: (value) => value });

test('a full slot forgets what is worth least, never what came just now', () => {
  const full = shelf();
  for (const [key, value] of [
    ['a', 5],
    ['b', 9],
    ['c', 7],
    ['d', 1],
  ] as const)
    full.put(key, value);
  expect(['a', 'b', 'c', 'd'].map((key) => full.get(key))).toEqual([undefined, 9, 7, 1]);
});

test('what is filled in joins what is there', () => {
  const [one, other] = [shelf(), shelf()];
  one.put('a', 5);
  other.put('a', 8);
  other.put('b', 2);
  one.fill(0, other.slot(0));
  expect([one.get('a'), one.get('b')]).toEqual([8, 2]);
  one.empty(0);
  expect(one.get('a')).toBeUndefined();
});

test('keys spread over the slots', () => {
  const wide = newShelf<number>({ slots: 64, perSlot: 3, join: Math.max, worth: (value) => value });
  const slots = new Set(Array.from({ length: 1_000 }, (_, n) => wide.slotOf(`principal-${n}`)));
  expect(slots.size).toBe(64);
});
