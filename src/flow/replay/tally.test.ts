import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mode, Verdict } from '#domain/facts.ts';
import { newCounting } from './counting.ts';
import type { Finding, Judged, JudgedEvent } from './judge-event.ts';
import { directionOf, outcomeOf, outcomes } from './outcome.ts';
import { replayReport } from './replay-report.ts';
import { joinTallies, type Tally } from './tally.ts';

const judged = fc
  .record({
    verdict: fc.constantFrom<Verdict>('act', 'ask', 'leave'),
    mode: fc.constantFrom<Mode>('autopilot', 'dry-run'),
    rule: fc.constantFrom('rule 1', 'freeze x'),
  })
  .map(({ verdict, mode, rule }): Judged => {
    const reasons = [
      { rule: 'class violation', verdict: 'act' as const, because: 'so' },
      { rule, verdict, because: 'so', where: 'selfheal.yaml:3' },
    ];
    const decision = { verdict, mode, because: 'so', reasons };
    return { class: 'violation', score: 0.5, decision, outcome: outcomeOf(decision) };
  });
const finding = fc.record({ detection: fc.constantFrom('a', 'b'), at: fc.nat(1_000), id: fc.nat(), present: judged, proposed: judged }).map(
  ({ detection, at, id, present, proposed }): Finding => ({
    detection,
    signal: {
      id: `e${id}`,
      source: 'cloudtrail',
      rank: 'attested',
      title: 'a call',
      at,
      resource: { type: 'AWS::S3::Bucket', id: `b${id}`, partition: 'aws', account: '123456789012', region: 'eu-west-1' },
    },
    present,
    proposed,
  }),
);
const event = fc.record({ signals: fc.nat(2), findings: fc.array(finding, { maxLength: 3 }), drops: fc.subarray(['x', 'y']) });
const counted = (events: readonly JudgedEvent[], problems: readonly string[]): Tally => {
  const counting = newCounting();
  for (const each of events) counting.event(each);
  for (const each of problems) counting.unreadable(each);
  return counting.tally();
};
const report = (tally: Tally) => JSON.stringify(replayReport(tally, { files: 1, modeAssumed: false, compared: true }));

describe('a tally', () => {
  test('is the same whether history is one file or many, to the byte', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ events: fc.array(event, { maxLength: 8 }), problems: fc.array(fc.string(), { maxLength: 15 }) })),
        (files) => {
          const one = counted(
            files.flatMap(({ events }) => events),
            files.flatMap(({ problems }) => problems),
          );
          const many = files.map(({ events, problems }) => counted(events, problems)).reduce(joinTallies, counted([], []));
          expect(report(many)).toBe(report(one));
        },
      ),
    ));

  test('adds up: every finding has one outcome and one detection, every flip a direction', () =>
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        const { findings, healed, asked, simulated, left, detections, flips } = replayReport(counted(events, []), {
          files: 1,
          modeAssumed: false,
          compared: true,
        });
        expect(healed + asked + simulated + left).toBe(findings);
        expect(detections.reduce((total, { found }) => total + found, 0)).toBe(findings);
        const flipped = events.flatMap((each) => each.findings).filter(({ present, proposed }) => present.outcome !== proposed?.outcome);
        expect((flips?.more ?? 0) + (flips?.less ?? 0) + (flips?.same ?? 0)).toBe(flipped.length);
      }),
    ));

  test('holds few problems and examples, however many there are', () => {
    const flip: Finding | undefined = fc
      .sample(finding, { numRuns: 200, seed: 1 })
      .find(({ present, proposed }) => present.outcome !== proposed?.outcome);
    if (flip === undefined) throw new Error('no flip was generated');
    const tally = counted(
      Array.from({ length: 50 }, () => ({ signals: 1, findings: [flip], drops: [] })),
      Array.from({ length: 50 }, String),
    );
    expect(tally.unreadable).toBe(50);
    expect(tally.problems).toHaveLength(20);
    expect([...tally.flips.values()]).toMatchObject([{ count: 50, examples: { length: 3 } }]);
  });
});

test('to write more is more action, to write as little is none', () => {
  const table = outcomes
    .flatMap((from) => outcomes.map((to) => `${from} → ${to}: ${directionOf(from, to)}`))
    .filter((line) => line.endsWith('more'));
  expect(table).toEqual([
    'asked → healed: more',
    'simulated → healed: more',
    'simulated → asked: more',
    'left → healed: more',
    'left → asked: more',
  ]);
});
