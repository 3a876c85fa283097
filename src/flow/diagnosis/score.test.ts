import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Actor } from '#domain/signal.ts';
import { openingCommit } from '#testkit/commits.ts';
import { alice } from '#testkit/flow-world.ts';
import { confidenceOf, scoreOf } from './score.ts';

const actors: fc.Arbitrary<Actor | undefined> = fc.option(
  fc.record(
    {
      type: fc.constantFrom('Root', 'IAMUser', 'AssumedRole', 'AWSService'),
      arn: fc.constant('arn:aws:iam::1:x'),
      account: fc.constantFrom('123456789012', '999999999999'),
      mfa: fc.boolean(),
    },
    { requiredKeys: ['type'] },
  ),
  { nil: undefined },
);
const severities = ['low', 'medium', 'high', 'critical'] as const;
const classes = ['failure', 'violation', 'tampering'] as const;

interface Given {
  readonly severity?: IncidentDocument['severity'];
  readonly class?: IncidentDocument['class'];
  readonly rank?: 'attested' | 'reported';
  readonly actor?: Actor | undefined;
  readonly environment?: string;
}

function scored({ severity = 'high', class: kind = 'violation', rank = 'attested', actor, environment = 'dev' }: Given) {
  const { incident } = openingCommit(1, { severity, class: kind });
  const signal = { ...incident.signal, rank, ...(actor === undefined ? {} : { actor }) };
  return scoreOf({ ...incident, signal }, environment);
}

describe('the threat score', () => {
  test.each([
    [{}, 0.35, ['severity']],
    [{ severity: 'low' }, 0.1, ['severity']],
    [{ actor: alice }, 0.45, ['severity', 'actor']],
    [{ actor: { type: 'AWSService' } }, 0.35, ['severity']],
    [{ actor: { ...alice, mfa: true } }, 0.45, ['severity', 'actor']],
    [{ actor: { ...alice, mfa: false } }, 0.5, ['severity', 'actor', 'without-mfa']],
    [{ actor: { ...alice, account: '999999999999' } }, 0.7, ['severity', 'actor', 'outsider']],
    [{ severity: 'low', actor: { type: 'Root' } }, 0.5, ['severity', 'actor', 'root']],
    [{ class: 'tampering', severity: 'critical', actor: alice }, 0.7, ['severity', 'tampering', 'actor']],
    [{ class: 'tampering', severity: 'medium' }, 0.3, ['severity', 'tampering']],
    [{ environment: 'production' }, 0.45, ['severity', 'production']],
  ] as const)('of %j is %d, out of %j', (given, score, names) => {
    const found = scored(given);
    expect(found.score).toBe(score);
    expect(found.contributions.map(({ name }) => name)).toEqual(names);
  });

  test('is within 0 and 1, has two decimals, and is the sum of its contributions', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...severities),
        fc.constantFrom(...classes),
        actors,
        fc.constantFrom('prod', 'dev'),
        (severity, kind, actor, environment) => {
          const { score, contributions } = scored({ severity, class: kind, actor, environment });
          const sum = contributions.reduce((total, { weight }) => total + weight, 0);
          expect(score).toBeCloseTo(Math.min(1, sum), 2);
          expect(Number(score.toFixed(2))).toBe(score);
          expect(score).toBeLessThanOrEqual(1);
        },
      ),
    ));

  test('is never raised by who did it when nobody attests to that', () =>
    fc.assert(
      fc.property(fc.constantFrom(...severities), actors, (severity, actor) => {
        expect(scored({ severity, actor, rank: 'reported' })).toEqual(scored({ severity }));
      }),
    ));
});

test.each([
  ['attested', true, 0.95],
  ['reported', true, 0.8],
  ['attested', false, 0.4],
  ['reported', false, 0.4],
] as const)('the confidence in something %s and observed wrong %j is %d', (rank, wrong, confidence) => {
  expect(confidenceOf(rank, wrong)).toBe(confidence);
});
