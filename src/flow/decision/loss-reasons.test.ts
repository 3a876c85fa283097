import { describe, expect, test } from 'vitest';
import type { Contribution, Diagnosis } from '#domain/facts.ts';
import { lossReasons } from './loss-reasons.ts';

const destroys: Contribution = { name: 'destroys', weight: 0.26, why: 'dynamodb:DeleteTable destroys' };
const part = (name: string, weight = 0.1): Contribution => ({ name, weight, why: `why ${name}` });
const diagnosis = (more: readonly Contribution[], kind: Diagnosis['class'] = 'failure'): Diagnosis => ({
  class: kind,
  score: 0.5,
  contributions: [destroys, ...more],
  confidence: 0.95,
  cause: '',
  evidence: [],
  observed: 'wrong',
});

describe('a loss is asked about', () => {
  test.each(['root', 'outsider', 'new-network', 'new-region', 'rare-principal', 'burst'])('where the threat score knows of %s', (name) => {
    expect(lossReasons({ diagnosis: diagnosis([part('actor'), part(name)]) })).toEqual([
      { rule: 'loss', verdict: 'ask', because: `it may be no mistake: why ${name}` },
    ]);
  });

  test('not where people do what they always do, and not where a habit counts for nothing', () => {
    for (const more of [[], [part('actor')], [part('new-call')], [part('new-network', 0)]])
      expect(lossReasons({ diagnosis: diagnosis(more) })).toEqual([]);
  });

  test('only where data was destroyed and a failure is healed: tampering has its bands', () => {
    expect(lossReasons({ diagnosis: { ...diagnosis([part('root')]), contributions: [part('root')] } })).toEqual([]);
    expect(lossReasons({ diagnosis: diagnosis([part('root')], 'tampering') })).toEqual([]);
  });
});
