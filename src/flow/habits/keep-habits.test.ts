import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { turnableClock } from '#adapters/memory/clock.ts';
import { memoryStore } from '#adapters/memory/store.ts';
import { openSqliteStore } from '#adapters/sqlite/store.ts';
import type { Signal } from '#domain/signal.ts';
import type { Repetition } from '#ports/catalogue.ts';
import type { Clock } from '#ports/clock.ts';
import type { Store } from '#ports/store.ts';
import { catalogueOf, quiet, sleepingClock } from '#testkit/flow-world.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { type KeepOptions, type KeptHabits, keepHabits } from './keep-habits.ts';

const dayMs = 24 * 60 * 60_000;
const start = Date.parse('2026-09-01T09:00:00Z');
const account = '123456789012';

let events = 0;
const signal = (at: number, given: Partial<Signal> = {}): Signal => ({
  id: `event-${++events}`,
  source: 'cloudtrail',
  rank: 'attested',
  title: 'a call',
  at,
  resource: { type: 'AWS::S3::Bucket', id: 'b', partition: 'aws', account, region: 'eu-west-1' },
  actor: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/alice`, account, sourceIp: '198.51.100.7' },
  operation: 's3:GetObject',
  ...given,
});
const everyCall = ({ operation = '' }: Signal): readonly Repetition[] => [
  {
    kind: 'reads',
    counts: true,
    counted: operation,
    limit: 50,
    windowMs: 600_000,
    detection: { id: 'burst.calls', title: 'a burst', class: 'tampering', severity: 'low' },
    resource: { type: 'AWS::IAM::User', id: 'alice', partition: 'aws', account, region: 'global' },
  },
];
const now = start + 50 * dayMs;

function opened(store: Store, options?: KeepOptions, clock: Clock = sleepingClock(now)): KeptHabits {
  return keepHabits({ store, clock, log: quiet, catalogue: { ...catalogueOf([]), repetitions: everyCall } }, options);
}
const daily = (days: number, from = start) => Array.from({ length: days }, (_, day) => signal(from + day * dayMs));
const whys = async (habits: KeptHabits, one: Signal) => (await habits.judge(one)).contributions.map(({ why }) => why);
const unusual = (day = 43) => signal(start + day * dayMs, { operation: 'kms:ScheduleKeyDeletion' });
const firstTime = 'first time in 43 days that alice calls kms:ScheduleKeyDeletion';

describe('kept habits', () => {
  test('outlive the process, over SQLite', async () => {
    const folder = await temporaryFolder();
    onTestFinished(folder.remove);
    const file = join(folder.path, 'journal.db');
    const first = openSqliteStore(file);
    const habits = opened(first);
    await habits.learn(daily(43));
    await habits.close();
    await first.close();

    const second = openSqliteStore(file);
    expect(await whys(opened(second), unusual())).toContain(firstTime);
    await second.close();
  });

  test('of two processes come together in the store, without either forgetting what the other learned', async () => {
    const store = memoryStore();
    const [one, other] = [opened(store), opened(store)];
    const all = daily(43);
    await one.learn(all.filter((_, day) => day % 2 === 0));
    await other.learn(all.filter((_, day) => day % 2 === 1));
    await one.flush();
    await other.flush();
    const alone = opened(memoryStore());
    await alone.learn(all);
    const late = unusual();
    expect(await opened(store).judge(late)).toEqual(await alone.judge(late));
    expect(await whys(opened(store), late)).toContain(firstTime);
  });

  test('count a burst together, where each process reads the store anew', async () => {
    const store = memoryStore();
    const at = (n: number) => signal(start + n * 1_000);
    for (let n = 0; n < 49; n++) {
      const lambda = opened(store, { inMemory: 0 });
      const one = at(n);
      expect((await lambda.judge(one)).bursts).toEqual([]);
      await lambda.learn([one]);
      await lambda.flush();
    }
    expect((await opened(store, { inMemory: 0 }).judge(at(50))).bursts).toHaveLength(1);
  });

  test('count what is judged at the same time, before any of it is learned', async () => {
    const habits = opened(memoryStore());
    const judged = await Promise.all(Array.from({ length: 60 }, (_, n) => habits.judge(signal(start + n * 1_000))));
    expect(judged.filter(({ bursts }) => bursts.length > 0)).toHaveLength(11);
  });

  test('are written behind, seconds after they were learned', async () => {
    const store = memoryStore();
    const clock = turnableClock(now);
    const habits = opened(store, { writeBehindMs: 2_000 }, clock);
    await habits.learn(daily(43));
    expect(await whys(opened(store), unusual())).not.toContain(firstTime);
    await clock.turn(2_000);
    expect(await whys(opened(store), unusual())).toContain(firstTime);
  });

  test('are all written when they are closed', async () => {
    const store = memoryStore();
    const habits = opened(store, { writeBehindMs: 3_600_000 }, turnableClock(now));
    await habits.learn(daily(43));
    await habits.close();
    expect(await whys(opened(store), unusual())).toContain(firstTime);
  });

  test('keep few slots in memory and forget nothing', async () => {
    const store = memoryStore();
    const habits = opened(store, { inMemory: 2 });
    const named = (name: number, at: number, operation: string) =>
      signal(at, { operation, actor: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/user-${name}`, account } });
    for (let day = 0; day < 10; day++) {
      await habits.learn(Array.from({ length: 30 }, (_, name) => named(name, start + day * dayMs, 's3:GetObject')));
      await habits.flush();
    }
    for (let name = 0; name < 30; name++)
      expect(await whys(habits, named(name, start + 10 * dayMs, 'kms:Decrypt'))).toContain(
        `first time in 10 days that user-${name} calls kms:Decrypt`,
      );
  });

  test('learn nothing from reported signals and from the future', async () => {
    const store = memoryStore();
    const habits = opened(store);
    await habits.learn(daily(43).map((one) => ({ ...one, rank: 'reported' as const })));
    await habits.learn([signal(now + dayMs)]);
    await habits.flush();
    expect(await whys(opened(store), signal(now))).toEqual(['nothing is known of the account: habits count for little yet']);
  });

  test('that cannot be read are begun anew; a store that fails stops nobody', async () => {
    const store = memoryStore();
    const failing: Store = {
      ...store,
      kept: () => Promise.reject(new Error('the disk is gone')),
      keep: () => Promise.reject(new Error('the disk is gone')),
    };
    const habits = opened(failing);
    expect(await habits.judge(unusual())).toEqual({ contributions: [], bursts: [] });
    await habits.learn(daily(3));
    await habits.close();

    const nonsense = opened({ ...store, kept: async () => '[["a",{"seen":"never"}]]' });
    await nonsense.learn(daily(43));
    expect(await whys(nonsense, unusual())).toContain(firstTime);
  });

  test('take a bounded number of values in the store', async () => {
    const keys = new Set<string>();
    const store = memoryStore();
    const watched: Store = {
      ...store,
      keep(key, value) {
        keys.add(key);
        expect(Buffer.byteLength(value)).toBeLessThan(64_000);
        return store.keep(key, value);
      },
    };
    const habits = opened(watched, { inMemory: 16 });
    for (let n = 0; n < 3_000; n++) {
      await habits.learn([signal(start + n, { actor: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/made-up-${n}`, account } })]);
      if (n % 500 === 0) await habits.flush();
    }
    await habits.flush();
    expect([...keys].every((key) => /^habits:(principals|accounts|windows|pasts):\d{1,4}$/.test(key))).toBe(true);
    expect([...keys].every((key) => Number(key.split(':')[2]) < 4096)).toBe(true);
  });
});
