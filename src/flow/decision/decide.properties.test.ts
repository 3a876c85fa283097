import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { emptyPolicy, type LoadedPolicy } from '#config/load-policy.ts';
import { Policy } from '#config/policy.ts';
import { per } from '#config/rates.ts';
import type { Decision } from '#domain/facts.ts';
import type { Ruling } from '#ports/knowledge.ts';
import { start } from '#testkit/flow-world.ts';
import { type Case, decide } from './decide.ts';
import type { Subject } from './matches.ts';
import { ratesFor } from './rates.ts';

const verdicts = ['act', 'ask', 'leave'] as const;
const modes = ['autopilot', 'copilot', 'dry-run'] as const;
const risks = ['low', 'medium', 'high'] as const;
const runs = 300;

/** Few values, so that rules often match what is decided. */
const values = {
  account: ['123456789012', '210987654321'],
  region: ['eu-west-1', 'us-east-1'],
  resource: ['AWS::S3::Bucket', 'AWS::EC2::Instance'],
  id: ['a', 'ab', 'b'],
  environment: ['dev', 'prod', 'unknown'],
  detection: ['s3.x', 'ec2.y'],
  actor: ['arn:x:alice', 'arn:x:bob'],
} as const;
const patternOf = (known: readonly string[]) =>
  fc.oneof(fc.constantFrom(...known, '*', '?', 'a*', '*b', 'nothing'), fc.subarray([...known], { minLength: 1 }));
const hours = fc.record({
  days: fc.subarray(['mon', 'thu', 'fri', 'weekend'], { minLength: 1 }),
  hours: fc.constantFrom('00:00-24:00', '02:00-04:00', '22:00-03:30', '09:00-17:00'),
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
});
const match = fc.record(
  {
    class: fc.subarray(['failure', 'violation', 'tampering'], { minLength: 1 }),
    severity: fc.constantFrom('low', 'high'),
    during: hours,
    outside: fc.array(hours, { minLength: 1, maxLength: 2 }),
    account: patternOf(values.account),
    region: patternOf(values.region),
    resource: patternOf(values.resource),
    id: patternOf(values.id),
    environment: patternOf(values.environment),
    detection: patternOf(values.detection),
    actor: patternOf(values.actor),
    action: patternOf([blockPublicAccess.id]),
    tag: fc.record({ team: fc.constantFrom('web', 'pay', '*') }),
  },
  { requiredKeys: [] },
);
const seldom = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: fc.array(one, { minLength: 1, maxLength: 2 }) });
const sparse = fc.oneof({ weight: 1, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: match });

const instant = fc.integer({ min: -3, max: 3 }).map((days) => new Date(start + days * 86_400_000).toISOString());
const rule = fc.oneof(
  fc.record({ match: sparse, verdict: fc.constantFrom(...verdicts) }),
  fc.record({ match: sparse, mode: fc.constantFrom(...modes) }),
  fc.record({ match: sparse, mode: fc.constantFrom(...modes), verdict: fc.constantFrom(...verdicts) }),
);
const exception = fc.record({ match: sparse, owner: fc.constant('web'), reason: fc.constantFrom('one', 'two'), until: instant });
const freeze = fc
  .tuple(instant, instant, sparse)
  .map(([one, other, match]) => ({ name: 'f', from: one < other ? one : other, to: one < other ? other : one, match }));
const change = fc.record({ name: fc.constant('w'), match: sparse, open: fc.array(hours, { minLength: 1, maxLength: 2 }) });
const rate = fc.record({
  per: fc.constantFrom(...per),
  limit: fc.constantFrom(0, 3, 10, 2_000),
  minutes: fc.constantFrom(10, 60),
  match: sparse,
});
const perHour = fc.record({ resource: fc.constantFrom(0, 3, 12), account: fc.constantFrom(0, 10, 2_000) }, { requiredKeys: [] });
const score = fc.constantFrom(0, 0.4, 0.6, 0.7, 1);
const bands = fc
  .record({ log: score, ask: score, failure: score, violation: fc.option(score, { nil: undefined }) })
  .map(({ log, ask, failure, violation }) => ({
    tampering: { log: Math.min(log, ask), ask: Math.max(log, ask) },
    failure: { ask: failure },
    violation: { ask: violation },
  }));
const limits = fc.record({
  perHour,
  monthlyUsd: fc.constantFrom(0, 20, 100),
  confidence: fc.constantFrom(0, 0.6, 1),
  risk: fc.constantFrom(...risks),
});
const policy = fc
  .record({
    mode: fc.option(fc.constantFrom(...modes), { nil: undefined }),
    limits,
    rules: fc.array(rule, { maxLength: 4 }),
    exceptions: fc.array(exception, { maxLength: 2 }),
    freezes: fc.array(freeze, { maxLength: 2 }),
    windows: seldom(change),
    rates: fc.array(rate, { maxLength: 2 }),
    containFirst: seldom(exception),
    bands: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: bands }),
  })
  .map((given) => Policy.parse(given));

const undo = fc.constantFrom<NonNullable<Case['action']>['undo']>(
  { kind: 'undo' },
  { kind: 'nothing-to-undo', because: 'nothing', cooldownMs: 600_000 },
  { kind: 'irreversible', because: 'gone is gone' },
);
const action = fc.record({ undo, level: fc.constantFrom(...risks) }).map(({ undo, level }) => ({
  ...blockPublicAccess,
  undo,
  risk: { ...blockPublicAccess.risk, level },
}));
const cost = fc.record({
  known: fc.boolean(),
  monthlyUsd: fc.constantFrom(0, 20, 21, 101),
  onceUsd: fc.constantFrom(0, 21),
});
const diagnosis = fc.record({
  class: fc.constantFrom('failure' as const, 'violation' as const, 'tampering' as const, 'normal' as const),
  score: fc.constantFrom(0, 0.39, 0.4, 0.69, 0.7, 1),
  confidence: fc.constantFrom(0.4, 0.6, 0.8, 0.95),
  cause: fc.constant(''),
  observed: fc.constant('wrong' as const),
});
const tags = fc.constantFrom<Readonly<Record<string, string>>>({}, { team: 'web' }, { team: 'pay', 'selfheal:protected': 'true' });
const subject = fc.record({
  account: fc.constantFrom(...values.account),
  region: fc.constantFrom(...values.region),
  resource: fc.constantFrom(...values.resource),
  id: fc.constantFrom(...values.id),
  arn: fc.constant(undefined),
  tags,
  environment: fc.constantFrom(...values.environment),
  detection: fc.constantFrom(...values.detection),
  action: fc.constant(blockPublicAccess.id),
  actor: fc.option(fc.constantFrom(...values.actor), { nil: undefined }),
  class: fc.constant('violation' as const),
  severity: fc.constantFrom('low' as const, 'high' as const),
  at: fc.constant(start),
});
/** The id of a rate that would count a subject. */
const full = fc
  .constantFrom('resource', 'account')
  .map((by) => (subject: Subject) => ratesFor(subject, emptyPolicy).find(({ rule }) => rule.endsWith(by))?.id ?? '');
const given: fc.Arbitrary<Case> = fc
  .record({
    subject,
    diagnosis,
    action: fc.option(action, { nil: undefined, freq: 8 }),
    cost,
    ago: fc.constantFrom(undefined, 1, 700_000),
    full: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: full }),
  })
  .map(({ cost, ago, action, full, ...rest }) => ({
    ...rest,
    subject: { ...rest.subject, class: rest.diagnosis.class },
    usedUp: full && { rate: full(rest.subject), limit: 10 },
    diagnosis: { ...rest.diagnosis, contributions: [], evidence: [] },
    action,
    actorKnown: rest.subject.actor !== undefined,
    plan: action && {
      action: action.id,
      params: {},
      rounds: [],
      from: '',
      predicted: '',
      cost: { ...cost, items: [] },
      undo: action.undo.kind,
      hash: 'h',
    },
    lastHeal: ago === undefined ? undefined : start - ago,
    now: start,
  }));

const actionIds = fc.subarray([blockPublicAccess.id, 'ec2.start-instance', 's3.enable-versioning']);
const ruling: fc.Arbitrary<Ruling> = fc.record({
  id: fc.constantFrom('one', 'two'),
  appliesTo: fc.array(
    fc.record(
      {
        resource: fc.constantFrom('*', 'AWS::S3::*', ...values.resource),
        id: fc.constantFrom('a*', 'b'),
        environment: fc.constantFrom('prod', '*'),
        detection: fc.constantFrom('s3.*', 'ec2.y'),
        tag: fc.record({ team: fc.constantFrom('web', '*') }),
      },
      { requiredKeys: ['resource'] },
    ),
    { minLength: 1, maxLength: 2 },
  ),
  required: actionIds,
  forbidden: actionIds,
  where: fc.constant({ required: 'r.md:6', forbidden: 'r.md:7' }),
});

const loaded = (policy: Policy): LoadedPolicy => ({ policy, where: () => undefined });
const decided = (policy: Policy, given: Case): Decision => decide(given, loaded(policy), 'autopilot');
const caution = ({ verdict, mode }: Decision) => ({ verdict: verdicts.indexOf(verdict), mode: modes.indexOf(mode) });
/** What may happen to AWS: written at once, written after a yes, not written. */
const reach = ({ verdict, mode }: Decision): number => (verdict === 'leave' || mode === 'dry-run' ? 2 : verdicts.indexOf(verdict));

const neverLess = (less: Policy, more: Policy, on: Case): void => {
  const [one, other] = [caution(decided(less, on)), caution(decided(more, on))];
  expect(other.verdict).toBeGreaterThanOrEqual(one.verdict);
  expect(other.mode).toBeGreaterThanOrEqual(one.mode);
};

describe('more in the policy is never less caution', () => {
  test('whatever rule is added, wherever', () =>
    fc.assert(
      fc.property(policy, rule, fc.nat(4), given, (policy, rule, at, given) => {
        const { rules } = Policy.parse({ rules: [rule] });
        neverLess(policy, { ...policy, rules: policy.rules.toSpliced(at, 0, ...rules) }, given);
      }),
      { numRuns: runs },
    ));

  test('a rule that says act changes nothing at all', () =>
    fc.assert(
      fc.property(policy, sparse, given, (policy, match, given) => {
        const { rules } = Policy.parse({ rules: [{ match, verdict: 'act' }] });
        const [without, with_] = [decided(policy, given), decided({ ...policy, rules: [...rules, ...policy.rules] }, given)];
        expect([with_.verdict, with_.mode]).toEqual([without.verdict, without.mode]);
      }),
      { numRuns: runs },
    ));

  test('whatever exception or freeze is added', () =>
    fc.assert(
      fc.property(policy, exception, freeze, given, (policy, exception, freeze, given) => {
        const { exceptions, freezes } = Policy.parse({ exceptions: [exception], freezes: [freeze] });
        neverLess(policy, { ...policy, exceptions: [...policy.exceptions, ...exceptions] }, given);
        neverLess(policy, { ...policy, freezes: [...freezes, ...policy.freezes] }, given);
      }),
      { numRuns: runs },
    ));

  test('whatever change window is added, or made narrower', () =>
    fc.assert(
      fc.property(policy, change, given, (policy, change, given) => {
        const { windows } = Policy.parse({ windows: [change] });
        const more = { ...policy, windows: [...policy.windows, ...windows] };
        neverLess(policy, more, given);
        const [narrow] = windows.map((one) => ({ ...one, open: one.open.slice(0, 1) }));
        neverLess(more, { ...policy, windows: [...policy.windows, ...(narrow === undefined ? [] : [narrow])] }, given);
      }),
      { numRuns: runs },
    ));

  test('whatever rate is added, and whatever band is lowered to ask or raised to log', () =>
    fc.assert(
      fc.property(policy, rate, bands, given, (policy, rate, bands, given) => {
        const { rates } = Policy.parse({ rates: [rate] });
        neverLess(policy, { ...policy, rates: [...rates, ...policy.rates] }, given);
        const { tampering, failure, violation } = policy.bands;
        const ask = Math.min(tampering.ask, bands.tampering.ask);
        const stricter = {
          tampering: { log: Math.max(tampering.log, bands.tampering.log), ask },
          failure: { ask: Math.min(failure.ask, bands.failure.ask) },
          violation: { ask: Math.min(violation.ask ?? 1, bands.violation.ask ?? 1) },
        };
        neverLess(policy, { ...policy, bands: stricter }, given);
      }),
      { numRuns: runs },
    ));

  test('and whatever loses its leave to be contained before people answer', () =>
    fc.assert(
      fc.property(policy, sparse, given, (policy, match, given) => {
        const { containFirst } = Policy.parse({ containFirst: [{ match, owner: 'web', reason: 'one', until: '2030-01-01' }] });
        const risky = { ...given, diagnosis: { ...given.diagnosis, class: 'tampering' as const, score: 1 } };
        neverLess({ ...policy, containFirst }, { ...policy, containFirst: [] }, risky);
      }),
      { numRuns: runs },
    ));

  test('whatever limit is lowered', () =>
    fc.assert(
      fc.property(policy, limits, given, (policy, { monthlyUsd, confidence, risk, perHour }, given) => {
        const lower = (by: (typeof per)[number]): number =>
          Math.min(policy.limits.perHour[by], by in perHour ? Number(Object.entries(perHour).find(([key]) => key === by)?.[1]) : 10_000);
        const strict = {
          perHour: {
            resource: lower('resource'),
            type: lower('type'),
            action: lower('action'),
            account: lower('account'),
            overall: lower('overall'),
          },
          monthlyUsd: Math.min(monthlyUsd, policy.limits.monthlyUsd),
          confidence: Math.max(confidence, policy.limits.confidence),
          risk: risks[Math.min(risks.indexOf(risk), risks.indexOf(policy.limits.risk))] ?? 'low',
        };
        neverLess(policy, { ...policy, limits: strict }, given);
      }),
      { numRuns: runs },
    ));

  test('whatever stricter mode the file names: no more is written, and no more without a yes', () =>
    fc.assert(
      fc.property(policy, fc.constantFrom(...modes), given, (policy, mode, given) => {
        if (modes.indexOf(mode) < modes.indexOf(policy.mode ?? 'autopilot')) return;
        expect(reach(decided({ ...policy, mode }, given))).toBeGreaterThanOrEqual(reach(decided(policy, given)));
      }),
      { numRuns: runs },
    ));
});

test('whatever runbooks rule, or when they cannot be read: no verdict is less cautious, none becomes more than a question, and no mode changes', () =>
  fc.assert(
    fc.property(policy, given, fc.array(ruling, { maxLength: 3 }), ruling, fc.boolean(), (policy, given, rulings, more, unreadable) => {
      const before = decided(policy, { ...given, runbooks: rulings });
      const after = decided(policy, { ...given, runbooks: unreadable ? { unreadable: 'gone' } : [more, ...rulings] });
      expect(after.mode).toBe(before.mode);
      if (!unreadable) expect(caution(after).verdict).toBeGreaterThanOrEqual(caution(before).verdict);
      const without = decided(policy, given).verdict;
      for (const { verdict } of [before, after]) expect([without, without === 'act' ? 'ask' : without]).toContain(verdict);
    }),
    { numRuns: runs },
  ));

test('the generated runbooks turn some acts into questions, and leave others', () => {
  // Without a limit that would ask by itself.
  const free = Policy.parse({ limits: { monthlyUsd: 1_000, confidence: 0, risk: 'high' } });
  const after = fc
    .sample(fc.tuple(given, ruling), { numRuns: 2_000, seed: 7 })
    .filter(([given]) => decided(free, given).verdict === 'act')
    .map(([given, ruling]) => decided(free, { ...given, runbooks: [ruling] }).verdict);
  expect(new Set(after)).toEqual(new Set(['act', 'ask']));
});

test('the order of rules, exceptions, freezes, windows and rates changes neither verdict nor mode', () =>
  fc.assert(
    fc.property(policy, fc.infiniteStream(fc.nat()), given, (policy, random, given) => {
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((item) => ({ item, at: random.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const other = {
        ...policy,
        rules: shuffled(policy.rules),
        exceptions: shuffled(policy.exceptions),
        freezes: shuffled(policy.freezes),
        windows: shuffled(policy.windows),
        rates: shuffled(policy.rates),
        containFirst: shuffled(policy.containFirst),
      };
      const [one, two] = [decided(policy, given), decided(other, given)];
      expect([two.verdict, two.mode]).toEqual([one.verdict, one.mode]);
      expect(two.reasons).toHaveLength(one.reasons.length);
    }),
    { numRuns: runs },
  ));

test('every decision has a reason, and its because is the because of a reason that decides', () =>
  fc.assert(
    fc.property(policy, given, (policy, given) => {
      const { verdict, because, reasons } = decided(policy, given);
      expect(reasons.filter((reason) => reason.verdict === verdict).map(({ because }) => because)).toContain(because);
      expect(Math.max(...reasons.map((reason) => verdicts.indexOf(reason.verdict)))).toBe(verdicts.indexOf(verdict));
      expect(because).not.toBe('');
    }),
    { numRuns: runs },
  ));

test('the generated cases reach every verdict in every mode, and every kind of rule', () => {
  const some = fc.oneof(
    { weight: 1, arbitrary: policy },
    { weight: 1, arbitrary: fc.constantFrom(Policy.parse({}), Policy.parse({ mode: 'dry-run' })) },
  );
  const seen = fc.sample(fc.tuple(some, given), { numRuns: 1_500, seed: 3 }).map(([policy, given]) => decided(policy, given));
  expect([...new Set(seen.map(({ verdict, mode }) => `${verdict} in ${mode}`))].toSorted()).toEqual([
    'act in autopilot',
    'act in dry-run',
    'ask in autopilot',
    'ask in copilot',
    'ask in dry-run',
    'leave in autopilot',
    'leave in copilot',
    'leave in dry-run',
  ]);
  const spoke = new Set(seen.flatMap(({ reasons }) => reasons.map(({ rule }) => rule.replace(/ .*/, ''))));
  for (const kind of ['class', 'rule', 'exception', 'freeze', 'window', 'rate', 'limits.perHour.account']) expect(spoke).toContain(kind);
});
