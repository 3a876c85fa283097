import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Signal } from '#domain/signal.ts';
import { weights } from '#flow/diagnosis/weights.ts';
import type { Repetition } from '#ports/catalogue.ts';
import { habitContributions } from './habit-contributions.ts';
import { burstsOf, type Habits, learn, newHabits } from './habits.ts';

const dayMs = 24 * 60 * 60_000;
const minuteMs = 60_000;
const start = Date.parse('2026-09-01T09:00:00Z');
const account = '123456789012';
const alice = { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/alice`, account, sourceIp: '198.51.100.7' };

let events = 0;
const signal = (day: number, given: Partial<Signal> = {}): Signal => ({
  id: `event-${++events}`,
  source: 'cloudtrail',
  rank: 'attested',
  title: 'a call',
  at: start + day * dayMs,
  resource: { type: 'AWS::S3::Bucket', id: 'b', partition: 'aws', account, region: 'eu-west-1' },
  actor: alice,
  operation: 's3:PutObject',
  ...given,
});
const named = (name: string) => ({ ...alice, arn: `arn:aws:iam::${account}:user/${name}` });

/** An account where alice and bob have worked every day: 43 days by default. */
function grown(days = 43, repetitions?: (signal: Signal) => readonly Repetition[]): Habits {
  const habits = newHabits(repetitions);
  for (let day = 0; day < days; day++) {
    for (const operation of ['s3:PutObject', 's3:ListBuckets', 'ec2:DescribeInstances']) learn(signal(day, { operation }), habits);
    learn(signal(day, { actor: named('bob'), operation: 's3:PutObject' }), habits);
  }
  return habits;
}
const told = (one: Signal, habits: Habits) =>
  new Map(habitContributions(one, habits).map(({ name, weight, why }) => [name, { weight, why }]));
const sum = (one: Signal, habits: Habits) => habitContributions(one, habits).reduce((all, { weight }) => all + weight, 0);

const counted =
  (kind: Repetition['kind'], limit: number) =>
  (one: Signal): readonly Repetition[] => [
    {
      kind,
      counts: true,
      counted: kind === 'refused' ? 'refused calls' : (one.operation ?? ''),
      limit,
      windowMs: 10 * minuteMs,
      detection: { id: 'burst', title: 'a burst', class: 'tampering', severity: 'low' },
      resource: { type: 'AWS::IAM::User', id: 'alice', partition: 'aws', account, region: 'global' },
    },
  ];

describe('what habits say', () => {
  test('a call that its principal never made, with since when that is known', () => {
    const { weight, why } = told(signal(43, { operation: 'kms:ScheduleKeyDeletion' }), grown()).get('new-call') ?? {};
    expect(why).toBe('first time in 43 days that alice calls kms:ScheduleKeyDeletion');
    expect(weight).toBeCloseTo(weights.habits.newCall, 1);
  });

  test('a call that was not made for a month', () => {
    const habits = grown(10);
    learn(signal(1, { operation: 'kms:Decrypt' }), habits);
    for (let day = 10; day < 44; day++) learn(signal(day), habits);
    expect(told(signal(44, { operation: 'kms:Decrypt' }), habits).get('new-call')?.why).toBe(
      'first time in 43 days that alice calls kms:Decrypt',
    );
  });

  test('another region, another network, another hour, and what nobody in the account does', () => {
    const elsewhere = signal(43, {
      operation: 'bedrock:InvokeModel',
      at: start + 43 * dayMs + 12 * 60 * minuteMs,
      actor: { ...alice, sourceIp: '203.0.113.9' },
      resource: { type: 'AWS::S3::Bucket', id: 'b', partition: 'aws', account, region: 'ap-east-1' },
    });
    const said = told(elsewhere, grown());
    expect([...said.keys()]).toEqual(['new-call', 'new-to-account', 'new-region', 'new-network', 'new-hour']);
    expect(said.get('new-region')?.why).toBe('first time in 43 days that alice works in ap-east-1');
    expect(said.get('new-network')?.why).toBe('first time in 43 days that alice comes from 203.0.0.0/16');
    expect(said.get('new-hour')?.why).toBe("first time in 43 days that alice works around 21 o'clock UTC");
  });

  test('a principal that nobody has seen before, for its whole first day', () => {
    const habits = grown();
    const first = signal(43, { actor: named('mallory') });
    expect(told(first, habits).get('new-principal')?.why).toBe('first time in 43 days that mallory is seen in this account');
    learn(first, habits);
    const later = { ...first, id: 'later', at: first.at + 2 * minuteMs };
    expect(told(later, habits).get('new-principal')?.why).toBe('mallory was first seen 2 minutes ago, the account 43 days ago');
    expect(told({ ...first, id: 'next day', at: first.at + dayMs }, habits).has('new-principal')).toBe(false);
  });

  test('a principal that comes back after a month, and then not everything that it left with', () => {
    const habits = grown(10);
    for (let day = 10; day < 60; day++) learn(signal(day, { actor: named('bob') }), habits);
    const said = told(signal(52), habits);
    expect(said.get('rare-principal')?.why).toBe('first time in 43 days that alice does anything');
    expect([...said.keys()]).toEqual(['rare-principal']);
    const back = signal(52);
    learn(back, habits);
    expect(told({ ...back, id: 'next', at: back.at + minuteMs }, habits).get('rare-principal')?.why).toBe(
      'first time in 30 days that alice does anything',
    );
  });

  test('nothing about a reported signal, whose actor nobody attests', () => {
    expect(habitContributions(signal(43, { rank: 'reported', operation: 'kms:ScheduleKeyDeletion' }), grown())).toEqual([]);
  });

  test('the same of a signal that was learned already as of one that was not', () => {
    const habits = grown();
    const one = signal(43, { operation: 'kms:ScheduleKeyDeletion', actor: { ...alice, sourceIp: '203.0.113.9' } });
    const before = habitContributions(one, habits);
    learn(one, habits);
    expect(habitContributions(one, habits)).toEqual(before);
  });
});

describe('a cold start', () => {
  test('says so and flags nothing', () => {
    const habits = newHabits();
    expect(habitContributions(signal(0), habits)).toEqual([
      { name: 'habits', weight: 0, why: 'nothing is known of the account: habits count for little yet' },
    ]);
    learn(signal(0), habits);
    expect(sum(signal(0.001, { operation: 'iam:CreateUser' }), habits)).toBe(0);
    expect(sum(signal(0.001, { actor: named('bob') }), habits)).toBe(0);
  });

  test('grows into full weight over a week', () => {
    const weight = (days: number) => told(signal(days, { operation: 'kms:Decrypt' }), grown(days)).get('new-call')?.weight ?? 0;
    expect(weight(2)).toBeLessThan(weight(4));
    expect(weight(4)).toBeLessThan(weight(8));
    expect(told(signal(2, { operation: 'kms:Decrypt' }), grown(2)).get('habits')?.why).toBe(
      'alice has been known for 2 days, on 2 days: habits count for little yet',
    );
  });

  test('means little to whoever does new things every day', () => {
    const habits = grown();
    for (let n = 0; n < 90; n++) learn(signal(n / 3, { operation: `ec2:Call${n}` }), habits);
    const restless = told(signal(43, { operation: 'kms:Decrypt' }), habits).get('new-call')?.weight ?? 0;
    expect(restless).toBeLessThan(told(signal(43, { operation: 'kms:Decrypt' }), grown()).get('new-call')?.weight ?? 0);
  });
});

describe('acting as always', () => {
  test('lowers the score, by no more than the cap', () => {
    const said = told(signal(43), grown()).get('as-always');
    expect(said).toEqual({
      weight: weights.habits.asAlways,
      why: 'alice acts as always: s3:PutObject from 198.51.0.0/16, on 32 of the last 32 days',
    });
    expect(weights.habits.asAlways).toBe(-0.15);
  });

  test.each([
    ['root', { actor: { ...alice, type: 'Root' } }],
    ['a refused call', { failed: 'AccessDenied' }],
    ['a sign-in without MFA', { operation: 'signin:ConsoleLogin', actor: { ...alice, mfa: false } }],
  ] as const)('lowers nothing for %s', (_what, given) => {
    const habits = newHabits();
    for (let day = 0; day < 43; day++) learn(signal(day, { ...given, failed: undefined }), habits);
    expect(sum(signal(43, given), habits)).toBeGreaterThanOrEqual(0);
  });

  test('lowers nothing for a call that destroys', () => {
    expect(sum(signal(43), grown(43, counted('destroys', 50)))).toBe(0);
    expect(sum(signal(43), grown(43, counted('reads', 50)))).toBeLessThan(0);
  });

  test('cannot be bought by a thousand calls in an hour, nor can what is new be made familiar by them', () => {
    const attack = (n: number, operation = 'kms:ScheduleKeyDeletion') =>
      signal(43, {
        operation,
        at: start + 43 * dayMs + n * 3_600,
        actor: { ...alice, sourceIp: '203.0.113.9' },
        resource: { type: 'AWS::S3::Bucket', id: 'b', partition: 'aws', account, region: 'ap-east-1' },
      });
    const habits = grown();
    const before = sum(attack(0), habits);
    expect(before).toBeGreaterThan(0.25);
    for (let n = 0; n < 1_000; n++) learn(attack(n), habits);
    expect(told(attack(1_000), habits).get('new-call')?.why).toBe(
      'first time in 43 days that alice calls kms:ScheduleKeyDeletion, 60 minutes before',
    );
    for (let n = 0; n < 200; n++) learn(attack(n, `s3:Get${n}`), habits);
    expect(told(attack(1_000), habits).get('new-call')?.why).toBe(
      'not known of 43 days: alice calls kms:ScheduleKeyDeletion, 60 minutes before',
    );
    expect(sum(attack(1_000), habits)).toBeGreaterThanOrEqual(before - 0.02);
  });

  test('never takes more than the cap, whatever was learned', () => {
    const any = fc.record({
      day: fc.integer({ min: 0, max: 80 }),
      operation: fc.constantFrom('s3:PutObject', 'kms:Decrypt', 'signin:ConsoleLogin'),
      name: fc.constantFrom('alice', 'bob'),
      type: fc.constantFrom('IAMUser', 'Root', 'AWSService'),
      mfa: fc.boolean(),
    });
    const signalOf = ({ day, operation, name, type, mfa }: { day: number; operation: string; name: string; type: string; mfa: boolean }) =>
      signal(day, { operation, actor: { ...named(name), type, mfa } });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 120 }), any, (past, now) => {
        const habits = newHabits();
        for (const one of past) learn(signalOf(one), habits);
        const lowering = habitContributions(signalOf(now), habits).filter(({ weight }) => weight < 0);
        expect(lowering.reduce((all, { weight }) => all + weight, 0)).toBeGreaterThanOrEqual(weights.habits.asAlways);
      }),
    );
  });
});

describe('bursts', () => {
  const many = (count: number, habits: Habits, day = 43) => {
    for (let n = 0; n < count; n++) learn(signal(day, { operation: 's3:GetObject', at: start + day * dayMs + n * 1_000 }), habits);
    return signal(day, { operation: 's3:GetObject', at: start + day * dayMs + count * 1_000 });
  };

  test('of fifty in ten minutes are told with the fiftieth, itself counted', () => {
    const habits = grown(43, counted('reads', 50));
    const next = many(48, habits);
    expect(burstsOf(next, habits)).toEqual([]);
    learn(next, habits);
    const last = { ...next, id: 'the fiftieth' };
    expect(burstsOf(last, habits)).toHaveLength(1);
    expect(told(last, habits).get('burst')).toEqual({
      weight: weights.habits.burst,
      why: '50 or more × s3:GetObject by alice within 10 minutes',
    });
  });

  test('do not count an event twice, nor its several resources', () => {
    const habits = newHabits(counted('reads', 50));
    for (let n = 0; n < 100; n++) learn(signal(0, { id: `same/${n}` }), habits);
    expect(burstsOf(signal(0, { id: 'same' }), habits)).toEqual([]);
  });

  test('that come every day are work, and add nothing', () => {
    const habits = grown(43, counted('reads', 50));
    for (const day of [39, 40, 41, 42]) learn(many(60, habits, day), habits);
    const next = many(60, habits);
    expect(burstsOf(next, habits)).toHaveLength(1);
    expect(told(next, habits).has('burst')).toBe(false);
  });

  test('of refused calls are failed attempts, half of one already, and they teach nothing', () => {
    const habits = grown(43, (one) => (one.failed === undefined ? [] : counted('refused', 20)(one)));
    const refused = (n: number) => signal(43, { operation: `iam:Call${n}`, failed: 'AccessDenied', at: start + 43 * dayMs + n * 1_000 });
    for (let n = 0; n < 9; n++) learn(refused(n), habits);
    expect(told(refused(10), habits).get('failed-attempts')).toEqual({
      weight: weights.habits.run,
      why: '10 × refused calls by alice within 10 minutes',
    });
    for (let n = 10; n < 30; n++) learn(refused(n), habits);
    expect(told(refused(31), habits).get('failed-attempts')?.weight).toBe(weights.habits.burst);
    expect(told(signal(44, { operation: 'iam:Call3' }), habits).has('new-call')).toBe(true);
  });

  test('of refused calls are told of the call that at last succeeds, too', () => {
    const habits = newHabits((one) => counted('refused', 20)(one).map((each) => ({ ...each, counts: one.failed !== undefined })));
    const at = (n: number) => start + n * 1_000;
    expect(told(signal(0, { at: at(0) }), habits).has('failed-attempts')).toBe(false);
    for (let n = 0; n < 25; n++) learn(signal(0, { failed: 'AccessDenied', at: at(n) }), habits);
    const success = signal(0, { operation: 'iam:CreateAccessKey', at: at(60) });
    expect(told(success, habits).get('failed-attempts')?.weight).toBe(weights.habits.burst);
    expect(burstsOf(success, habits)).toEqual([]);
    expect(told({ ...success, at: at(3_600) }, habits).has('failed-attempts')).toBe(false);
  });
});

describe('metrics', () => {
  const alarm = (values: readonly number[], from = 0): Signal => {
    const { actor: _actor, operation: _operation, ...rest } = signal(43);
    return { ...rest, measured: { of: 'cpu', points: values.map((value, n) => [start + (from + n) * minuteMs, value]) } };
  };

  test('a value far from the past of its alarm is told, also when the past came in other events', () => {
    const habits = newHabits();
    const quiet = alarm([10, 11, 9, 10, 12, 8, 10, 11]);
    expect(habitContributions(quiet, habits)).toEqual([]);
    learn(quiet, habits);
    expect(habitContributions(alarm([60], 20), habits)).toEqual([
      { name: 'metric-anomaly', weight: 0.15, why: '60 is 34 × its usual spread away from 10, the median of 8 values before it' },
    ]);
  });

  test('too few values, or an ordinary one, say nothing', () => {
    const habits = newHabits();
    expect(habitContributions(alarm([1, 1, 99]), habits)).toEqual([]);
    learn(alarm([10, 11, 9, 10, 12, 8, 10, 11]), habits);
    expect(habitContributions(alarm([11], 20), habits)).toEqual([]);
  });
});
