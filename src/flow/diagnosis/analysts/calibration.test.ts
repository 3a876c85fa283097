import { expect, test } from 'vitest';
import { countingIds } from '#adapters/memory/ids.ts';
import { memoryStore } from '#adapters/memory/store.ts';
import type { Analysis, Diagnosis } from '#domain/facts.ts';
import type { Place } from '#domain/incident.ts';
import { quiet, sleepingClock } from '#testkit/flow-world.ts';
import { calibrationOf, fewest, learnOutcome } from './calibration.ts';

const world = () => ({ store: memoryStore(), clock: sleepingClock(), ids: countingIds(), log: quiet });
const diagnosis = (analysis: Partial<Analysis> | undefined): Diagnosis => ({
  class: 'violation',
  score: 0.3,
  contributions: [],
  confidence: 0.95,
  cause: 'c',
  evidence: [],
  observed: 'wrong',
  candidates: [
    { id: 'c1', action: 's3.block-public-access', why: 'open' },
    { id: 'c2', action: 's3.require-tls', why: 'plain' },
  ],
  ...(analysis === undefined ? {} : { analysis: { model: 'test:m', outcome: 'answered', candidate: 'c1', confidence: 0.83, ...analysis } }),
});

async function after(tools: ReturnType<typeof world>, ...ends: readonly (readonly [end: Place, analysis?: Partial<Analysis>])[]) {
  for (const [index, [end, analysis = {}]] of ends.entries())
    await learnOutcome({ id: `inc-${index}`, diagnosis: diagnosis(analysis) }, end, tools);
  return await calibrationOf('test:m', 0.8, tools);
}

test('a confidence is held against how incidents ended: heals that held are right, what people rejected or took back is wrong', async () => {
  const found = await after(world(), ['healed'], ['healed'], ['healed'], ['rolled-back'], ['rejected']);
  expect(found).toEqual({ calibrated: 0.6, outcomes: { right: 3, of: 5 } });
});

test('to object was right where it was rejected, and wrong where it healed', async () => {
  const found = await after(
    world(),
    ['rejected', { candidate: 'none' }],
    ['rejected', { candidate: 'c2' }],
    ['healed', { candidate: 'none' }],
    ['healed'],
    ['healed'],
  );
  expect(found.outcomes).toEqual({ right: 4, of: 5 });
});

test('few outcomes say nothing, and ends that prove nothing do not count', async () => {
  const ends: Place[] = ['expired', 'logged', 'simulated', 'escalated', 'already-healthy', 'expected'];
  expect(
    await after(world(), ...Array.from({ length: fewest - 1 }, () => ['healed'] as const), ...ends.map((end) => [end] as const)),
  ).toEqual({});
});

test('the last end of an incident counts, and counting it twice changes nothing', async () => {
  const tools = world();
  await after(tools, ['healed'], ['healed'], ['healed'], ['healed'], ['healed']);
  await learnOutcome({ id: 'inc-4', diagnosis: diagnosis({}) }, 'healed', tools);
  expect(await calibrationOf('test:m', 0.8, tools)).toMatchObject({ outcomes: { right: 5, of: 5 } });
  await learnOutcome({ id: 'inc-4', diagnosis: diagnosis({}) }, 'rolled-back', tools);
  expect(await calibrationOf('test:m', 0.8, tools)).toMatchObject({ outcomes: { right: 4, of: 5 } });
});

test('another model and another confidence have outcomes of their own', async () => {
  const tools = world();
  await after(tools, ['healed'], ['healed'], ['healed'], ['healed'], ['healed']);
  expect(await calibrationOf('test:m', 0.85, tools)).toMatchObject({ calibrated: 1 });
  expect(await calibrationOf('test:m', 0.95, tools)).toEqual({});
  expect(await calibrationOf('test:other', 0.85, tools)).toEqual({});
});

test('an incident without a model teaches nothing, and a store that fails costs no heal', async () => {
  const tools = world();
  await learnOutcome({ id: 'inc-1', diagnosis: diagnosis(undefined) }, 'healed', tools);
  const broken = { ...tools, store: { ...tools.store, keep: () => Promise.reject(new Error('disk full')) } };
  await expect(learnOutcome({ id: 'inc-1', diagnosis: diagnosis({}) }, 'healed', broken)).resolves.toBeUndefined();
});
