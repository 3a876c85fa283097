import { expect, test } from 'vitest';
import { memoryStore } from '#adapters/memory/store.ts';
import type { Diagnosis } from '#domain/facts.ts';
import type { Place } from '#domain/incident.ts';
import { openingCommit } from '#testkit/commits.ts';
import { rulesRecord } from './rules-record.ts';

const sure = (confidence: number): Diagnosis => ({
  class: 'violation',
  score: 0.3,
  contributions: [],
  confidence,
  cause: 'c',
  evidence: [],
  observed: 'wrong',
});

async function storeWith(...ended: readonly (readonly [stage: Place, confidence: number])[]) {
  const store = memoryStore();
  for (const [index, [stage, confidence]] of ended.entries()) {
    await store.commit(openingCommit(index + 1, { stage, diagnosis: sure(confidence), closedAt: 1 }), 1);
  }
  return store;
}

test('the confidence of the rules is held against how incidents of that confidence ended', async () => {
  const held = Array.from({ length: 4 }, () => ['healed', 0.95] as const);
  const store = await storeWith(...held, ['rejected', 0.95], ['rolled-back', 0.95], ['logged', 0.95], ['expired', 0.95], ['healed', 0.8]);
  expect(await rulesRecord({ diagnosis: sure(0.95) }, store)).toEqual({ right: 4, of: 6 });
  expect(await rulesRecord({ diagnosis: sure(0.8) }, store)).toBeUndefined();
  expect(await rulesRecord({}, store)).toBeUndefined();
});

test('the newest few hundred count, over pages', async () => {
  const store = await storeWith(...Array.from({ length: 320 }, (_, index) => [index < 20 ? 'rejected' : 'healed', 0.95] as const));
  expect(await rulesRecord({ diagnosis: sure(0.95) }, store)).toEqual({ right: 300, of: 300 });
});
