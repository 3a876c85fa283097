import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { memoryStore } from '#adapters/memory/store.ts';
import { openSqliteStore } from '#adapters/sqlite/store.ts';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { parsePolicy } from '#config/load-policy.ts';
import type { Plan } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { openJournal } from '#flow/journal.ts';
import { answer } from '#flow/people.ts';
import type { Store } from '#ports/store.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { openingCommit } from '#testkit/commits.ts';
import { flowWorld, sleepingClock, start } from '#testkit/flow-world.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { countWrite } from './count-write.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const plan: Plan = {
  action: blockPublicAccess.id,
  params: {},
  rounds: [],
  from: '',
  predicted: '',
  cost: { known: true, monthlyUsd: 0, onceUsd: 0, items: [] },
  undo: 'undo',
  hash: 'h',
};
const byPolicy = { plan, approval: { by: 'policy', channel: 'policy', at: start, planHash: 'h' } };
const byDave = { plan, approval: { by: 'dave', channel: 'cli', at: start, planHash: 'h' } };

/** Many incidents that are about to write, each asking for room. */
function counters(store: Store, policy: string) {
  const loaded = parsePolicy(policy, 'selfheal.yaml');
  const clock = sleepingClock();
  const stored = async (n: number, fields: Partial<IncidentDocument> = {}): Promise<IncidentDocument> => {
    const commit = openingCommit(n, { stage: 'snapshot', ...fields });
    await store.commit(commit, clock.now());
    return commit.incident;
  };
  const count = async (incident: IncidentDocument, by = byPolicy): Promise<string | undefined> => {
    const journal = openJournal(store, clock.now, (await store.incident(incident.id)) ?? incident);
    return await countWrite(by, journal, { key: 'resource:x', owner: incident.id }, { clock, policy: () => loaded });
  };
  return { clock, stored, count };
}

test.each(['memory', 'sqlite'] as const)('of 1,000 incidents that race, as many write as the limit says, and no more: %s', async (kind) => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const store = kind === 'memory' ? memoryStore() : openSqliteStore(join(folder.path, 'journal.db'));
  onTestFinished(() => store.close());
  const { stored, count } = counters(store, 'limits: { perHour: { account: 50 } }');
  const incidents = await Promise.all(Array.from({ length: 1_000 }, (_, n) => stored(n)));
  const answers = await Promise.all(incidents.map((incident) => count(incident)));
  expect(answers.filter((one) => one === undefined)).toHaveLength(50);
  const refused = answers.filter((one) => one !== undefined);
  expect(new Set(refused)).toEqual(
    new Set(['limits.perHour.account: 50 incidents wrote in account 123456789012 within 60 minutes: one more needs a yes']),
  );
  const written = await Promise.all(incidents.map(async ({ id }) => (await store.incident(id))?.counted));
  expect(written.filter((generation) => generation === 0)).toHaveLength(50);
});

test('each rate counts what it is per, in its own time, and only what it matches', async () => {
  const rates = `
limits: { perHour: { resource: 2, type: 5 } }
rates:
  - { name: day, per: account, limit: 4, minutes: 1440 }
  - { per: action, limit: 1, minutes: 60, match: { id: "pay-*" } }
`;
  const { clock, stored, count } = counters(memoryStore(), rates);
  const on = async (n: number, id: string, account = '123456789012') => {
    const resource = { type: 'AWS::S3::Bucket', id, partition: 'aws', account, region: 'us-east-1' };
    return (await count(await stored(n, { resource })))?.split(':')[0];
  };
  expect([await on(1, 'a'), await on(2, 'a'), await on(3, 'a')]).toEqual([undefined, undefined, 'limits.perHour.resource']);
  expect([await on(4, 'pay-1'), await on(5, 'pay-2')]).toEqual([undefined, 'rate 2']);
  clock.pass(hourMs);
  expect([await on(6, 'pay-2'), await on(7, 'b')]).toEqual([undefined, 'rate day']);
  expect(await on(8, 'b', '210987654321')).toBeUndefined();
  clock.pass(24 * hourMs);
  expect(await on(9, 'b')).toBeUndefined();
});

test('a full hour of the clock gives no second helping, and who keeps to the rate is never asked', async () => {
  const { clock, stored, count } = counters(memoryStore(), 'limits: { perHour: { overall: 4 } }');
  let n = 0;
  const asked = async (): Promise<boolean> => (await count(await stored(n++))) !== undefined;
  clock.pass(59 * minuteMs);
  expect([await asked(), await asked(), await asked(), await asked()]).toEqual([false, false, false, false]);
  clock.pass(2 * minuteMs);
  expect(await asked()).toBe(true);
  clock.pass(58 * minuteMs);
  for (let quarter = 0; quarter < 40; quarter++) {
    expect([quarter, await asked()]).toEqual([quarter, false]);
    clock.pass(15 * minuteMs);
  }
});

test('an incident counts once, however often its snapshot is taken, and again after a retry', async () => {
  const { stored, count } = counters(memoryStore(), 'limits: { perHour: { overall: 2 } }');
  const incident = await stored(1);
  expect([await count(incident), await count(incident), await count(incident)]).toEqual([undefined, undefined, undefined]);
  expect(await count(await stored(2, { generation: 1, counted: 0 }))).toBeUndefined();
  expect(await count(await stored(3))).toContain('limits.perHour.overall');
});

test('what a person approved is counted and never refused', async () => {
  const { stored, count } = counters(memoryStore(), 'limits: { perHour: { overall: 2 } }');
  for (const n of [1, 2, 3]) expect(await count(await stored(n), byDave)).toBeUndefined();
  expect(await count(await stored(4))).toContain('limits.perHour.overall');
});

test('a limit of nothing asks about every write', async () => {
  const { stored, count } = counters(memoryStore(), 'limits: { perHour: { type: 0 } }');
  expect(await count(await stored(1))).toContain('limits.perHour.type: 0 incidents wrote');
});

test('the loop asks about what has no room, naming the rate and its line, and heals it after a yes', async () => {
  const { cloud, buckets, ref } = bucketWorld(3);
  for (const bucket of buckets.values()) bucket.block = undefined;
  const world = flowWorld({ cloud, actions: [blockPublicAccess], policy: 'rates:\n  - { name: two, per: type, limit: 2, minutes: 60 }' });
  const ids: string[] = [];
  for (const name of buckets.keys()) {
    const admission = await world.open(ref(name));
    ids.push(admission.incident instanceof Object ? admission.incident.id : admission.incident);
  }
  const ends = await Promise.all(ids.map((id) => world.drive(id)));
  expect(ends.map(({ stage }) => stage).toSorted()).toEqual(['approval', 'healed', 'healed']);
  expect(cloud.sent).toHaveLength(2);
  const asked = ends.find(({ stage }) => stage === 'approval');
  expect(asked).toMatchObject({
    decision: { verdict: 'ask', because: expect.stringContaining('2 incidents wrote on resources of type AWS::S3::Bucket') },
    why: expect.stringContaining('2 incidents wrote'),
  });
  expect(asked?.decision?.reasons).toContainEqual(expect.objectContaining({ rule: 'rate two', verdict: 'ask', where: 'selfheal.yaml:2' }));
  expect(
    await world.tools.store.holder(`resource:aws|123456789012|us-east-1|AWS::S3::Bucket|${asked?.resource.id}`, start),
  ).toBeUndefined();
  const driver = { start: async () => {}, wake: async () => {} };
  await answer(asked?.id ?? '', 'approve', { name: 'dave', channel: 'cli' }, { ...world.tools, driver });
  expect(await world.drive(asked?.id ?? '')).toMatchObject({ stage: 'healed' });
  expect(cloud.sent).toHaveLength(3);
});
