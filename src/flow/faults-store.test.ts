import { describe, expect, test } from 'vitest';
import { readEntry } from '#domain/entry.ts';
import { HealError } from '#domain/heal-error.ts';
import { closedBlock } from '#testkit/bucket-world.ts';
import { type Case, heal, hungInstance, publicBucket, type Run, theTruth, written } from '#testkit/survival-cases.ts';
import type { Moment, Watch } from '#testkit/watched-writes.ts';

const faults = {
  'a full disk': () => new HealError('disk-full', 'The disk is full.', { retry: 'later' }),
  'a locked file': () => new HealError('timed-out', 'The file was locked for too long.', { retry: 'now' }),
  'something nobody foresaw': () => new Error('EIO: i/o error, write'),
};

const isOurs = ({ write }: Moment): boolean => !write.startsWith('aws.');

/** Writes `from` up to `from + many` to the store and the blobs fail; nothing of them is written. */
const failing =
  (from: number, many: number, fault: () => Error): Watch =>
  (moment) => {
    if (moment.when === 'before' && isOurs(moment) && moment.nth >= from && moment.nth < from + many) throw fault();
  };

const mostTries = 60;

/** Takes in the event and goes on again and again, as an intake and a worker do, in one process that never ends. */
const persist: Run = async (given, watch) => {
  const { world, event } = given;
  const process = world.process('p1', watch);
  let taken = false;
  let refused: unknown;
  for (let tries = 0; tries < mostTries; tries++) {
    try {
      if (!taken) await world.deliver(event, process);
      taken = true;
      await world.resume(process);
      return;
    } catch (error) {
      refused = error;
      world.clock.pass(500);
    }
  }
  throw new Error(`it still fails after ${mostTries} tries`, { cause: refused });
};

async function countOf(make: () => Case): Promise<number> {
  let writes = 0;
  await heal(make(), ({ nth }) => void (writes = nth));
  return writes;
}

describe.each(Object.entries(faults))('a store with %s', (name, fault) => {
  test.each([1, 4])('for %i writes, whenever it begins: nothing is lost or written twice, and it goes on afterwards', async (many) => {
    for (let from = 1; from <= (await countOf(publicBucket)); from++) {
      const given = publicBucket();
      await persist(given, failing(from, many, fault));
      const incident = await theTruth(given);
      expect([from, written(given).length, given.state()]).toEqual([
        from,
        name === 'a full disk' || incident.stage === 'healed' ? 1 : written(given).length,
        given.state(),
      ]);
      if (name === 'a full disk') expect([from, incident.stage, given.state()]).toEqual([from, 'healed', closedBlock]);
      else expect(['healed', 'escalated']).toContain(incident.stage);
    }
  });

  test('around a write that must not be repeated: it is sent once at most', async () => {
    for (let from = 1; from <= (await countOf(hungInstance)); from++) {
      const given = hungInstance();
      await persist(given, failing(from, 2, fault));
      const incident = await theTruth(given);
      expect([from, given.cloud.sent.length]).toEqual([from, written(given).length]);
      expect(written(given).length).toBeLessThanOrEqual(1);
      if (incident.stage === 'healed') expect(written(given)).toHaveLength(1);
    }
  });
});

test('a result that could not be stored is not told as a failed call', async () => {
  const given = publicBucket();
  let sent = 0;
  await persist(given, ({ write, when }) => {
    if (write === 'aws.putPublicAccessBlock' && when === 'after') sent = 1;
    else if (sent > 0 && sent++ === 1) throw faults['a full disk']();
  });
  const incident = await theTruth(given);
  expect(incident.sent.map(({ error }) => error)).not.toContain('The disk is full.');
});

test('a result that the store refuses until the attempts are used up is told as unknown before the stage is left', async () => {
  const given = publicBucket();
  const { store } = given.world;
  let refused = 0;
  const commit: typeof store.commit = async (change, now) => {
    if (refused < 3 && change.entries.some((entry) => readEntry(entry).kind === 'result')) {
      refused += 1;
      throw faults['a locked file']();
    }
    return store.commit(change, now);
  };
  const process = given.world.process('p1', undefined, { ...store, commit });
  await given.world.deliver(given.event, process);
  await given.world.resume(process);
  expect(refused).toBe(3);
  const incident = await theTruth(given);
  expect(incident).toMatchObject({ stage: 'healed', sent: [{ outcome: 'unknown' }] });
  expect(incident.why).not.toContain('by itself');
});
