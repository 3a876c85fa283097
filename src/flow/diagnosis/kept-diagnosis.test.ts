import { expect, test } from 'vitest';
import type { Diagnosis } from '#domain/facts.ts';
import { keptDiagnosis } from './kept-diagnosis.ts';

const diagnosis: Diagnosis = {
  class: 'failure',
  score: 0.3,
  contributions: [{ name: 'severity', weight: 0.2, why: 'GuardDuty: a title' }],
  confidence: 0.95,
  cause: 'An instance fails its status checks.',
  evidence: [],
  observed: 'wrong',
  wrong: 'its status check fails',
  tags: { environment: 'dev' },
};

test('an ordinary diagnosis is kept as it is', () => {
  expect(keptDiagnosis(diagnosis)).toEqual(diagnosis);
});

test('what strangers wrote into titles, tags and errors is bounded', () => {
  const flood = '＜'.repeat(30_000);
  const kept = keptDiagnosis({
    ...diagnosis,
    contributions: [{ name: 'severity', weight: 0.2, why: flood }],
    cause: flood,
    wrong: flood,
    tags: { [flood]: flood, environment: 'dev' },
    tagsError: flood,
  });
  expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(24_000);
  expect(kept.tags?.['environment']).toBe('dev');
});
