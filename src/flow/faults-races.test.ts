import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '#adapters/memory/clock.ts';
import { openSqliteStore } from '#adapters/sqlite/store.ts';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { HealError } from '#domain/heal-error.ts';
import { bucketWorld, closedBlock } from '#testkit/bucket-world.ts';
import { type Case, heal, hungInstance, leaseMs, publicBucket, theOnly, theTruth, twoSettings, written } from '#testkit/survival-cases.ts';
import { survivingWorld } from '#testkit/surviving-world.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { untruths } from '#testkit/untruths.ts';
import type { Moment } from '#testkit/watched-writes.ts';
import { loop } from './loop.ts';
import { startWorker } from './worker.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUps.splice(0).toReversed()) await clean();
});

function openBuckets(count: number) {
  const world = bucketWorld(count);
  for (const bucket of world.buckets.values()) bucket.block = undefined;
  return world;
}

describe('two workers over one SQLite file', () => {
  test('race for the same incidents: each fix is sent once', async () => {
    const folder = await temporaryFolder();
    cleanUps.push(folder.remove);
    const { cloud, buckets, ref } = openBuckets(12);
    const stores = ['p1', 'p2'].map(() => openSqliteStore(join(folder.path, 'journal.db')));
    const [first, second] = stores;
    if (first === undefined || second === undefined) throw new Error('two stores');
    const world = survivingWorld({ cloud, actions: [blockPublicAccess], store: first });
    const processes = [world.process('p1'), world.process('p2', undefined, second)].map((process) => ({
      ...process,
      clock: systemClock,
      agreementMs: 1,
    }));
    const [one, other] = processes;
    if (one === undefined || other === undefined) throw new Error('two processes');
    const at = systemClock.now();
    const events = [...buckets.keys()].map((name) => world.event(ref(name), { at }));
    const workers = processes.map((process) => startWorker(loop, process));
    // Both take in every event at the same time, and both start whatever was opened.
    await Promise.all(processes.flatMap((process) => events.map((event) => world.deliver(event, process))));
    const ending = new AbortController();
    const running = workers.map((worker) => worker.run(ending.signal));
    for (const incident of await world.incidents()) for (const worker of workers) await worker.start(incident);
    await expect
      .poll(async () => (await world.incidents()).filter(({ closedAt }) => closedAt === undefined), { timeout: 8_000 })
      .toEqual([]);
    ending.abort();
    await Promise.all(running);
    const incidents = await world.incidents();
    for (const i of incidents) if (i.stage !== 'healed') console.error(i.why);
    expect(incidents.map(({ stage }) => stage)).toEqual(Array(12).fill('healed'));
    expect(cloud.sent.map(({ input }) => JSON.stringify(input)).toSorted()).toEqual(
      [...buckets.keys()].map((Bucket) => JSON.stringify({ Bucket, PublicAccessBlockConfiguration: closedBlock })).toSorted(),
    );
    for (const incident of incidents)
      expect(await untruths(incident, { store: second, now: systemClock.now() + leaseMs, written: cloud.sent })).toEqual([]);
    for (const store of stores) await store.close();
  }, 15_000);
});

/** A process that stops in the middle of its work (a suspended machine), loses its lease, and wakes up when another has finished. */
async function sleepThrough(given: Case, { nth, when }: Moment): Promise<void> {
  const { world } = given;
  const asleep = Promise.withResolvers<void>();
  const awake = Promise.withResolvers<void>();
  const sleeper = heal(given, async (moment) => {
    if (moment.nth !== nth || moment.when !== when) return;
    asleep.resolve();
    await awake.promise;
  });
  await asleep.promise;
  world.clock.pass(leaseMs);
  const next = world.process('p2');
  await world.deliver(given.event, next);
  await world.resume(next);
  awake.resolve();
  await sleeper.catch((error: unknown) => {
    if (!(error instanceof HealError && error.code === 'fence-lost')) throw error;
  });
  world.clock.pass(leaseMs);
  await world.resume(next);
}

async function momentsOf(make: () => Case): Promise<readonly Moment[]> {
  const moments: Moment[] = [];
  await heal(make(), (moment) => void moments.push(moment));
  return moments;
}

const told = ({ nth, write, when }: Moment): string => `asleep ${when} write ${nth} (${write})`;

describe('a process that loses its lease while it sleeps, and wakes up', () => {
  test('leaves the truth and no claim behind, wherever it slept', async () => {
    for (const moment of await momentsOf(publicBucket)) {
      const given = publicBucket();
      await sleepThrough(given, moment);
      const incident = await theTruth(given);
      expect([told(moment), incident.stage, given.state()]).toEqual([told(moment), 'healed', closedBlock]);
      // This write may be repeated: the sleeper's own one may come late.
      expect(written(given).length).toBeLessThanOrEqual(2);
    }
  });

  test('never repeats a write that must not be repeated', async () => {
    for (const moment of await momentsOf(hungInstance)) {
      const given = hungInstance();
      await sleepThrough(given, moment);
      await theTruth(given);
      expect([told(moment), given.cloud.sent.length]).toEqual([told(moment), 1]);
    }
  });

  test('leaves a plan of two calls complete', async () => {
    for (const moment of await momentsOf(twoSettings)) {
      const given = twoSettings();
      await sleepThrough(given, moment);
      await theTruth(given);
      expect([told(moment), given.state()]).toEqual([told(moment), { versioned: true, fast: true }]);
    }
  });
});

describe('events', () => {
  test('in any order, doubled, and many at once: the same incidents, each event counted once', async () => {
    const names = ['bucket-0001', 'bucket-0002', 'bucket-0003'];
    const each = fc.integer({ min: 0, max: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 9 }),
        fc.array(each, { maxLength: 9 }),
        fc.integer({ min: 1, max: 18 }),
        async (order, again, atOnce) => {
          const { cloud, ref } = openBuckets(3);
          const world = survivingWorld({ cloud, actions: [blockPublicAccess] });
          const events = order
            .map((n) => n)
            .toSorted((a, b) => a - b)
            .map((n) => world.event(ref(names[n % 3] ?? '')));
          const deliveries = [...order, ...again].flatMap((n) => events.slice(n, n + 1));
          const process = world.process('p1');
          for (let from = 0; from < deliveries.length; from += atOnce)
            await Promise.all(deliveries.slice(from, from + atOnce).map((event) => world.deliver(event, process)));
          const incidents = await world.incidents();
          expect(incidents.map(({ resource }) => resource.id).toSorted()).toEqual(names);
          expect(incidents.map(({ repeats }) => repeats)).toEqual([2, 2, 2]);
          await world.resume(process);
          expect(cloud.sent).toHaveLength(3);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the very same event twice at once, on an open incident, is one repeat', async () => {
    const given = publicBucket();
    const process = given.world.process('p1');
    await given.world.deliver(given.event, process);
    const again = given.world.event(given.ref);
    const became = await Promise.all([given.world.deliver(again, process), given.world.deliver(again, process)]);
    expect(
      became
        .flat()
        .map((reception) => reception.became)
        .toSorted(),
    ).toEqual(['duplicate', 'repeat']);
    expect((await theOnly(given)).repeats).toBe(1);
  });
});
