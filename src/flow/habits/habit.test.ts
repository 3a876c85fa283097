import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Habit, habitLimits, joinHabits, largestHabitBytes, observed, type Sighting } from './habit.ts';
import { activeDays } from './spell.ts';
import { habitForm } from './stored-form.ts';

const dayMs = 24 * 60 * 60_000;
const start = Date.parse('2026-01-01T00:00:00Z');

const sightings = fc.array(
  fc.record({
    at: fc.integer({ min: start, max: start + 100 * dayMs }),
    call: fc.constantFrom('s3:GetObject', 's3:PutObject', 'kms:Decrypt', 'iam:CreateUser'),
    region: fc.constantFrom('eu-west-1', 'us-east-1', 'global'),
    network: fc.constantFrom('198.51.0.0/16', '2001:db8::/32', undefined),
    burst: fc.constantFrom('s3:GetObject', undefined),
    principal: fc.constantFrom('a', 'b', undefined),
  }),
  { minLength: 1, maxLength: 60 },
);

const learned = (all: readonly Sighting[]): Habit => {
  const [first, ...rest] = all;
  if (first === undefined) throw new Error('nothing to learn from');
  return rest.reduce<Habit>(observed, observed(undefined, first));
};
/** Independent of the order of the entries in a map. */
const comparable = (habit: Habit) =>
  Object.entries(habit).map(([name, part]) => [name, part instanceof Map ? [...part].toSorted(([a], [b]) => (a < b ? -1 : 1)) : part]);

describe('a habit', () => {
  test('is the same in whatever order events come, and however often each comes', () => {
    fc.assert(
      fc.property(sightings, fc.infiniteStream(fc.nat()), (all, keys) => {
        const shuffled = [...all, ...all].map((one) => ({ one, key: keys.next().value ?? 0 })).toSorted((a, b) => a.key - b.key);
        expect(comparable(learned(shuffled.map(({ one }) => one)))).toEqual(comparable(learned(all)));
      }),
    );
  });

  test('that two processes learned is the same as one that saw everything', () => {
    fc.assert(
      fc.property(sightings, sightings, (mine, theirs) => {
        const joined = comparable(joinHabits(learned(mine), learned(theirs)));
        expect(joined).toEqual(comparable(learned([...mine, ...theirs])));
        expect(joined).toEqual(comparable(joinHabits(learned(theirs), learned(mine))));
      }),
    );
  });

  test('forgets new names before old ones: a flood pushes out nothing that was always done', () => {
    const call = (at: number, name: string) => ({ at, call: name, region: 'eu-west-1', network: undefined });
    const always = Array.from({ length: 20 }, (_, day) => call(start + day * dayMs, 'kms:Decrypt'));
    const flood = Array.from({ length: 1_000 }, (_, n) => call(start + 20 * dayMs + n * 1_000, `s3:Call${n}`));
    const { calls } = learned([...always, ...flood]);
    expect(calls.size).toBe(habitLimits.calls.names);
    expect(calls.has('kms:Decrypt')).toBe(true);
    expect(calls.has('s3:Call999')).toBe(true);
  });

  test('counts days, not calls: a thousand calls in an hour are one day', () => {
    const hour = Array.from({ length: 1_000 }, (_, n) => ({
      at: start + n * 3_000,
      call: 'kms:Decrypt',
      region: 'eu-west-1',
      network: undefined,
    }));
    const call = learned(hour).calls.get('kms:Decrypt');
    expect(call === undefined ? 0 : activeDays(call)).toBe(1);
  });

  test('forgets days that are more than a month old, but not since when it knows', () => {
    const at = (day: number) => ({ at: start + day * dayMs, call: 'kms:Decrypt', region: 'eu-west-1', network: undefined });
    const { seen } = learned([0, 1, 2, 40].map(at));
    expect([activeDays(seen), seen.first]).toEqual([1, start]);
  });

  /** Before a commit fewer are enough: it is full long before. */
  const count = process.env['SELFHEAL_FAULTS'] === 'few' ? 20_000 : 100_000;
  test(`stays below its stated size after ${count} events of the longest and strangest names`, { timeout: 60_000 }, () => {
    const odd = fc.sample(fc.string({ minLength: 30, maxLength: 200, unit: 'binary' }), 400);
    const names = Array.from({ length: 4_003 }, (_, n) => `${n}${odd[n % odd.length] ?? ''}`.slice(0, 80));
    const name = (n: number) => names[n] ?? '';
    let habit: Habit | undefined;
    let largest = 0;
    for (let n = 0; n < count; n++) {
      const random = (n * 7_919) % 4_001;
      const sighting = {
        call: name(random),
        region: name(random + 1),
        network: name(random + 2),
        burst: name(random),
        principal: name(random),
      };
      habit = observed(habit, { at: start + n * 60_000, ...sighting });
      if (n % 5_000 === 4_999) largest = Math.max(largest, Buffer.byteLength(habitForm.write(new Map([['0123456789abcdef', habit]]))));
    }
    expect(largest).toBeGreaterThan(largestHabitBytes / 2);
    expect(largest).toBeLessThanOrEqual(largestHabitBytes);
  });

  test('is read as it was written', () => {
    fc.assert(
      fc.property(sightings, (all) => {
        const kept = new Map([['alice', learned(all)]]);
        expect(habitForm.read(habitForm.write(kept))).toEqual(kept);
      }),
    );
  });
});
