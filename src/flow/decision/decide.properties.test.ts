import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import type { LoadedPolicy } from '#config/load-policy.ts';
import { Policy } from '#config/policy.ts';
import type { Decision } from '#domain/facts.ts';
import type { Ruling } from '#ports/knowledge.ts';
import { start } from '#testkit/flow-world.ts';
import { type Case, decide } from './decide.ts';

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
const match = fc.record(
  {
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
const limits = fc.record({
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
});
const given: fc.Arbitrary<Case> = fc
  .record({ subject, diagnosis, action: fc.option(action, { nil: undefined, freq: 8 }), cost, ago: fc.constantFrom(undefined, 1, 700_000) })
  .map(({ cost, ago, action, ...rest }) => ({
    ...rest,
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
        neverLess(policy, { ...policy, exceptions: [...policy.exceptions, exception] }, given);
        neverLess(policy, { ...policy, freezes: [freeze, ...policy.freezes] }, given);
      }),
      { numRuns: runs },
    ));

  test('whatever limit is lowered', () =>
    fc.assert(
      fc.property(policy, limits, given, (policy, { monthlyUsd, confidence, risk }, given) => {
        const strict = {
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

test('the order of rules, exceptions and freezes changes neither verdict nor mode', () =>
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

test('the generated cases reach every verdict in every mode', () => {
  const seen = fc.sample(fc.tuple(policy, given), { numRuns: 2_000, seed: 20 }).map(([policy, given]) => decided(policy, given));
  expect(new Set(seen.map(({ verdict, mode }) => `${verdict} in ${mode}`)).size).toBe(8);
});
