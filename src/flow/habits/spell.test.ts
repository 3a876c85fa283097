import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absence, activeDays, dayMs, isFresh, joinSpells, type Spell, spellAt } from './spell.ts';

const start = Date.parse('2026-01-01T09:00:00Z');
const onDays = (...days: readonly [number, ...number[]]): Spell => {
  const [first, ...rest] = days.map((day) => spellAt(start + day * dayMs));
  return rest.reduce(joinSpells, first ?? spellAt(start));
};

describe('a spell', () => {
  test('counts the distinct days among the last 32', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(80), { minLength: 1, maxLength: 60 }), ([first = 0, ...rest]) => {
        const last = Math.max(first, ...rest);
        expect(activeDays(onDays(first, ...rest))).toBe(new Set([first, ...rest].filter((day) => last - day < 32)).size);
      }),
    );
  });

  test('is fresh on its first day only', () => {
    expect(isFresh(onDays(10), start + 10.9 * dayMs)).toBe(true);
    expect(isFresh(onDays(10), start + 11 * dayMs)).toBe(false);
  });

  test.each<[string, Spell, number, number | undefined]>([
    ['was last seen 43 days ago', onDays(1, 2), 45, 43],
    ['came back this very day after a month', onDays(1, 2, 45), 45.1, 30],
    ['came back yesterday after a month', onDays(1, 2, 44), 45, 30],
    ['came back the day before yesterday', onDays(1, 2, 43), 45, undefined],
    ['was seen a week ago', onDays(1, 38), 45, undefined],
    ['is known for less than a month', onDays(30), 45, undefined],
    ['was seen later than the time that is asked about, and shortly before', onDays(1, 40, 46), 45, undefined],
  ])('%s', (_what, spell, day, days) => {
    expect(absence(spell, start + day * dayMs)).toBe(days === undefined ? undefined : days * dayMs);
  });
});
