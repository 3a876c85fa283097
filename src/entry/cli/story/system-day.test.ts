import { expect, test } from 'vitest';
import { turnableClock } from '#adapters/memory/clock.ts';
import { memoryStore } from '#adapters/memory/store.ts';
import { recordSystem, resume, stop } from '#flow/stop.ts';
import { isSystemDay, systemDay, systemDayText } from './system-day.ts';

const bare = { width: 80, paint: (_: string, text: string) => text };

test('a day tells who stopped all writes, who allowed them again, and what could not be taken in', async () => {
  const tools = { store: memoryStore(), clock: turnableClock(Date.parse('2026-11-20T03:00:00Z')) };
  await stop('ann', tools);
  await resume('dave', tools);
  await recordSystem('observed', { what: 'event not admitted', error: { message: 'the disk is full' } }, tools);
  const day = await systemDay('system-2026-11-20', tools.store);
  expect(systemDayText(day, bare).split('\n')).toEqual([
    '03:00:00.000  stopped   all writes, by ann',
    '03:00:00.000  resumed   by dave: ann had stopped all writes',
    '03:00:00.000  observed  event not admitted: the disk is full',
    'Every entry follows from the one before it.',
  ]);
  await expect(systemDay('system-2026-11-21', tools.store)).rejects.toMatchObject({ code: 'not-found' });
});

test('an incident is no such day', () => {
  expect(['system-2026-11-20', 'system-reopened', 'inc-01k9zzzzzzzzzzzzzzzzzzzzzz'].map(isSystemDay)).toEqual([true, false, false]);
});
