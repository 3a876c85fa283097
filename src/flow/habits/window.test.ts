import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countAround, joinWindows, noWindow, type Window, withEvent } from './window.ts';

const limits = { limit: 50, windowMs: 600_000 };
const learned = (events: readonly (readonly [string, number])[]): Window =>
  events.reduce((window, [id, at]) => withEvent(window, id, at, limits), noWindow);
const events = fc.array(fc.tuple(fc.uuid(), fc.integer({ min: 0, max: 6_000_000 })), { maxLength: 200 });
const isBurst = (window: Window, all: readonly (readonly [string, number])[]) =>
  all.some(([, at]) => countAround(window, at, limits) >= limits.limit);

test('there is a burst or there is none, whatever the order and however often each event comes', () => {
  const crowded = fc.array(fc.tuple(fc.uuid(), fc.integer({ min: 0, max: 1_500_000 })), { minLength: 60, maxLength: 160 });
  let bursts = 0;
  let runs = 0;
  fc.assert(
    fc.property(crowded, fc.infiniteStream(fc.nat()), (all, keys) => {
      const times = all.map(([, at]) => at);
      const really = times.some((from) => times.filter((at) => at >= from && at < from + limits.windowMs).length >= limits.limit);
      const shuffled = [...all, ...all].map((one) => ({ one, key: keys.next().value ?? 0 })).toSorted((a, b) => a.key - b.key);
      expect(isBurst(learned(shuffled.map(({ one }) => one)), all)).toBe(really);
      bursts += really ? 1 : 0;
      runs += 1;
    }),
  );
  expect(bursts).toBeGreaterThan(0);
  expect(bursts).toBeLessThan(runs);
});

test('two processes that count apart have, joined, counted together', () => {
  fc.assert(
    fc.property(events, events, (mine, theirs) => {
      const sorted = (window: Window) => [...window].toSorted(([a], [b]) => (a < b ? -1 : 1));
      const joined = sorted(joinWindows(learned(mine), learned(theirs), limits));
      expect(joined).toEqual(sorted(learned([...mine, ...theirs])));
      expect(joined).toEqual(sorted(joinWindows(learned(theirs), learned(mine), limits)));
    }),
  );
});

test('many events take no more room than twelve full stretches', () => {
  let window = noWindow;
  for (let n = 0; n < 5_000; n++) window = withEvent(window, `event-${n}`, n * 4_000, limits);
  expect(window.size).toBeLessThanOrEqual(12 * limits.limit);
  expect(countAround(window, 19_996_000, limits)).toBeGreaterThanOrEqual(limits.limit);
});

test('every event of a flood is part of the burst, also those that are not kept', () => {
  const flood = Array.from({ length: 1_000 }, (_, n) => [`event-${n}`, n * 500] as const);
  const window = learned(flood);
  expect(flood.every(([, at]) => countAround(window, at, limits) >= limits.limit)).toBe(true);
});
