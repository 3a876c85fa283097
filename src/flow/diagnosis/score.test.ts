import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aspects, type CallMeaning, effects } from '#domain/meaning.ts';
import type { Actor } from '#domain/signal.ts';
import { openingCommit } from '#testkit/commits.ts';
import { alice } from '#testkit/flow-world.ts';
import { type ThreatCase, threatOf } from './score.ts';
import { weights } from './weights.ts';

const call = (more: Partial<CallMeaning> = {}): CallMeaning => ({
  about: 'call',
  effect: 'opens',
  why: 'ec2:AuthorizeSecurityGroupIngress lets more callers in',
  aspects: [],
  outcome: 'done',
  caller: { kind: 'person', why: 'alice did it' },
  ...more,
});
const { resource } = openingCommit(1).incident;
const scored = (more: Partial<ThreatCase> = {}) => threatOf({ meaning: undefined, detections: [], attested: true, ...more });
const by = (actor: Actor): Partial<ThreatCase> => ({ signal: { actor, resource } });

const severities = ['low', 'medium', 'high', 'critical'] as const;
const classes = ['failure', 'violation', 'tampering', 'normal'] as const;
const outcomes = ['done', 'denied', 'failed'] as const;
const kinds = ['root', 'person', 'workload', 'through-aws', 'aws', 'anonymous', 'unknown'] as const;
const why = fc.constant('');
const calls = fc.record({
  about: fc.constant('call' as const),
  effect: fc.constantFrom(...effects),
  why,
  aspects: fc.uniqueArray(fc.record({ aspect: fc.constantFrom(...aspects), why }), { selector: ({ aspect }) => aspect }),
  outcome: fc.constantFrom(...outcomes),
  caller: fc.record(
    { kind: fc.constantFrom(...kinds), why, outsider: fc.constant('999999999999'), withoutMfa: fc.constant(true as const) },
    { requiredKeys: ['kind', 'why'] },
  ),
});
const reports = fc.record({
  about: fc.constant('report' as const),
  class: fc.constantFrom(...classes),
  severity: fc.constantFrom(...severities),
  why,
});
const detection = fc.record({ class: fc.constantFrom(...classes), severity: fc.constantFrom(...severities) });
const cases: fc.Arbitrary<ThreatCase> = fc.record({
  meaning: fc.option(fc.oneof({ weight: 3, arbitrary: calls }, reports), { nil: undefined }),
  detections: fc.array(detection, { maxLength: 3 }),
  attested: fc.boolean(),
  environment: fc.constantFrom('production', 'dev'),
  tags: fc.constantFrom({}, { criticality: 'high' }, { 'Data Classification': 'Confidential' }),
  more: fc.array(
    fc.record({ name: fc.constantFrom('new-call', 'as-always'), weight: fc.integer({ min: -15, max: 20 }).map((n) => n / 100), why }),
    {
      maxLength: 3,
    },
  ),
});
const sumOf = ({ contributions }: ReturnType<typeof threatOf>): number => contributions.reduce((total, { weight }) => total + weight, 0);

describe('the threat score', () => {
  test.each([
    [{ detections: [{ class: 'violation', severity: 'high' }] }, 0.35, ['severity']],
    [{ detections: [{ class: 'violation', severity: 'high' }], ...by(alice) }, 0.45, ['severity', 'actor']],
    [{ detections: [{ class: 'violation', severity: 'high' }], ...by({ type: 'AWSService' }) }, 0.35, ['severity']],
    [{ meaning: call() }, 0.28, ['opens', 'actor']],
    [{ meaning: call({ aspects: [{ aspect: 'public', why: '' }] }) }, 0.58, ['opens', 'public', 'actor']],
    [{ meaning: call({ caller: { kind: 'root', why: '' } }) }, 0.58, ['opens', 'root']],
    [{ meaning: call({ caller: { kind: 'workload', why: '', outsider: '9' } }) }, 0.44, ['opens', 'actor', 'outsider']],
    [{ meaning: call(), environment: 'production' }, 0.38, ['opens', 'actor', 'production']],
    [{ meaning: call(), tags: { 'Data-Classification': 'PII' } }, 0.33, ['opens', 'actor', 'critical']],
  ] as const)('of %j is %d, out of %j', (given, score, names) => {
    const found = scored(given);
    expect(found.score).toBe(score);
    expect(found.contributions.map(({ name }) => name)).toEqual(names);
  });

  test('counts a severity only as far as the call itself counts for less', () => {
    const detections = [{ class: 'violation', severity: 'high' }] as const;
    expect(scored({ meaning: call({ effect: 'changes' }), detections }).contributions).toContainEqual(
      expect.objectContaining({ name: 'severity', weight: 0.25 }),
    );
    expect(scored({ meaning: call({ effect: 'leaves' }), detections }).contributions.map(({ name }) => name)).not.toContain('severity');
  });

  test('counts no violation where the parameters show that nobody is let in, and still counts tampering', () => {
    const eased = call({ effect: 'changes', eased: true });
    const of = (kind: 'violation' | 'tampering') => scored({ meaning: eased, detections: [{ class: kind, severity: 'high' }] });
    expect(of('violation')).toMatchObject({ class: 'violation', score: scored({ meaning: eased }).score });
    expect(of('tampering').contributions.map(({ name }) => name)).toContain('severity');
  });

  test('does not take how much stands still for a threat', () => {
    const withFailure = scored({ meaning: call(), detections: [{ class: 'failure', severity: 'critical' }] });
    expect(withFailure).toMatchObject({ class: 'failure', score: scored({ meaning: call() }).score });
  });

  test('is the sum of its contributions, within 0 and 1, with two decimals', () =>
    fc.assert(
      fc.property(cases, (given) => {
        const threat = threatOf(given);
        expect(threat.score).toBeCloseTo(Math.min(1, Math.max(0, sumOf(threat))), 5);
        expect(Number(threat.score.toFixed(2))).toBe(threat.score);
        for (const { weight } of threat.contributions) expect(Number(weight.toFixed(2))).toBe(weight);
      }),
    ));

  test('does not depend on the order of what it is given', () =>
    fc.assert(
      fc.property(cases, (given) => {
        const aspectsTurned =
          given.meaning?.about === 'call' ? { ...given.meaning, aspects: given.meaning.aspects.toReversed() } : given.meaning;
        const turned = {
          ...given,
          meaning: aspectsTurned,
          detections: given.detections.toReversed(),
          more: (given.more ?? []).toReversed(),
        };
        const [one, other] = [threatOf(given), threatOf(turned)];
        expect([other.class, other.score]).toEqual([one.class, one.score]);
      }),
    ));

  test('is never lowered by a graver fact', () => {
    const graver = fc.tuple(cases, calls, fc.constantFrom(...effects), fc.constantFrom(...aspects), detection);
    fc.assert(
      fc.property(graver, ([given, meaning, effect, aspect, found]) => {
        const base = { ...given, meaning };
        const score = threatOf(base).score;
        const atLeast = (more: Partial<ThreatCase>) => expect(threatOf({ ...base, ...more }).score).toBeGreaterThanOrEqual(score);
        if (effects.indexOf(effect) >= effects.indexOf(meaning.effect) && meaning.effect !== 'leaves' && !quiet.has(meaning.effect))
          atLeast({ meaning: { ...meaning, effect } });
        atLeast({ meaning: { ...meaning, aspects: [...meaning.aspects.filter((each) => each.aspect !== aspect), { aspect, why: '' }] } });
        if (meaning.outcome !== 'done') atLeast({ meaning: { ...meaning, outcome: 'done' } });
        atLeast({ detections: [...given.detections, found] });
        atLeast({ environment: 'production' });
        atLeast({ tags: { criticality: 'critical' } });
        atLeast({ more: [...(given.more ?? []), { name: 'new', weight: 0.1, why: '' }] });
      }),
      { numRuns: 3_000 },
    );
  });

  test('is never raised by who did it, what it does or habits when nobody attests to that', () =>
    fc.assert(
      fc.property(cases, (given) => {
        const { meaning: _, more: __, ...rest } = given;
        const reported = threatOf({ ...given, attested: false, meaning: given.meaning?.about === 'report' ? undefined : given.meaning });
        expect(reported.score).toBe(threatOf({ ...rest, meaning: undefined, attested: false }).score);
      }),
    ));
});

/** Another account may read what was shared with it: here the weight of the outsider differs. */
const quiet: ReadonlySet<string> = new Set(['reads', 'keeps-books']);

describe('the class', () => {
  test.each([
    [
      'the gravest detection',
      {
        detections: [
          { class: 'failure', severity: 'low' },
          { class: 'tampering', severity: 'low' },
        ],
      },
      'tampering',
    ],
    ['what AWS states', { meaning: { about: 'report', class: 'failure', severity: 'medium', why: '' } }, 'failure'],
    ['a guard taken away', { meaning: call({ effect: 'weakens' }) }, 'tampering'],
    ['work that has nothing special', { meaning: call({ effect: 'runs-code' }) }, 'normal'],
    ['work that looks new', { meaning: call({ effect: 'runs-code' }), more: [{ name: 'new-call', weight: 0.08, why: '' }] }, 'tampering'],
    ['a door opened to everybody', { meaning: call({ aspects: [{ aspect: 'public', why: '' }] }) }, 'tampering'],
    ['the same by AWS itself', { meaning: call({ aspects: [{ aspect: 'public', why: '' }], caller: { kind: 'aws', why: '' } }) }, 'normal'],
    ['a read by root', { meaning: call({ effect: 'reads', caller: { kind: 'root', why: '' } }) }, 'normal'],
    ['nothing that anybody understands', {}, 'normal'],
  ] as const)('of %s', (_, given, kind) => {
    expect(scored(given).class).toBe(kind);
  });
});

test('the weights of effects go up in the order in which effects stand', () => {
  const inOrder = effects.map((effect) => weights.effect[effect]);
  expect(inOrder).toEqual(inOrder.toSorted((one, other) => one - other));
});
