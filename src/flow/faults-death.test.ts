import { describe, expect, test } from 'vitest';
import { closedBlock } from '#testkit/bucket-world.ts';
import { type Case, heal, hungInstance, publicBucket, type Run, theOnly, theTruth, twoSettings, written } from '#testkit/survival-cases.ts';
import { Death, dyingAt, type Moment } from '#testkit/watched-writes.ts';
import { historyOf } from './history.ts';
import { answer, rollback } from './people.ts';

const dave = { name: 'dave', channel: 'cli' };

/** Every moment before and after a write of a run in which nobody dies. */
async function momentsOf(make: () => Case | Promise<Case>, run: Run): Promise<readonly Moment[]> {
  const moments: Moment[] = [];
  await run(await make(), (moment) => void moments.push(moment));
  return moments;
}

/** Dies at a moment; then, after the lease, another process is given the event again, as an intake does, and goes on. */
async function survive(given: Case, run: Run, { nth, when }: Moment): Promise<void> {
  await expect(run(given, dyingAt(nth, when))).rejects.toThrow(Death);
  const next = given.world.process('p2');
  await given.world.deliver(given.event, next);
  await given.world.resume(next);
}

const told = ({ nth, write, when }: Moment): string => `${when} write ${nth} (${write})`;

describe('a process that dies', () => {
  test('at any write while it heals: the next one heals, with one write to AWS', async () => {
    const moments = await momentsOf(publicBucket, heal);
    expect(moments.length).toBeGreaterThan(40);
    for (const moment of moments) {
      const given = publicBucket();
      await survive(given, heal, moment);
      const incident = await theTruth(given);
      expect([told(moment), incident.stage, given.state(), written(given).length]).toEqual([told(moment), 'healed', closedBlock, 1]);
      expect([told(moment), await historyOf(incident.fingerprint, given.world.store)]).toMatchObject([
        told(moment),
        [{ incident: incident.id }],
      ]);
    }
  });

  test('at any write of a plan of two calls: the next one sends what is missing, and nothing twice', async () => {
    const moments = await momentsOf(twoSettings, heal);
    for (const moment of moments) {
      const given = twoSettings();
      await survive(given, heal, moment);
      const incident = await theTruth(given);
      const operations = written(given).map(({ operation }) => operation);
      expect([told(moment), incident.stage, given.state()]).toEqual([told(moment), 'healed', { versioned: true, fast: true }]);
      expect(operations).toEqual(['putBucketVersioning', 'putBucketAccelerateConfiguration']);
    }
  });

  test('at any write, where the write must not be repeated: it is never sent twice, and the end is the truth', async () => {
    const moments = await momentsOf(hungInstance, heal);
    const ends = new Map<string, number>();
    for (const moment of moments) {
      const given = hungInstance();
      await survive(given, heal, moment);
      const incident = await theTruth(given);
      const rebooted = written(given).length;
      expect([told(moment), incident.stage]).toEqual([told(moment), rebooted === 1 ? 'healed' : 'escalated']);
      expect([told(moment), given.cloud.sent.length]).toEqual([told(moment), rebooted]);
      if (incident.stage === 'escalated') expect(incident.verification?.because).toContain('the instance status check fails');
      ends.set(incident.stage, (ends.get(incident.stage) ?? 0) + 1);
    }
    // Only between the intent and the write does nobody know that nothing was sent.
    expect(ends.get('escalated')).toBe(2);
  });

  test('while a person is asked and answers: the question, the answer and the plan survive', async () => {
    const policy = 'rules: [{ match: {}, verdict: ask }]';
    const asked: Run = async (given, watch) => {
      await heal(given, watch);
      const process = given.world.process('p1b', watch);
      const { id } = await theOnly(given);
      await answer(id, 'approve', dave, process);
      await given.world.resume(process);
    };
    const moments = await momentsOf(() => publicBucket(policy), asked);
    for (const moment of moments) {
      const given = publicBucket(policy);
      await survive(given, asked, moment);
      const parked = await theOnly(given);
      if (parked.stage === 'approval') {
        const process = given.world.process('p2b');
        await answer(parked.id, 'approve', dave, process);
        await given.world.resume(process);
      }
      const incident = await theTruth(given);
      expect([told(moment), incident.stage, written(given).length]).toEqual([told(moment), 'healed', 1]);
    }
  });

  test('at any write of a rollback in two calls: the next one finishes it', async () => {
    const healed = async (): Promise<Case> => {
      const given = twoSettings();
      await heal(given);
      return given;
    };
    const rolledBack: Run = async (given, watch) => {
      const process = given.world.process('p1', watch);
      await rollback((await theOnly(given)).id, dave, process);
      await given.world.resume(process);
    };
    for (const moment of await momentsOf(healed, rolledBack)) {
      const given = await healed();
      await survive(given, rolledBack, moment);
      if ((await theOnly(given)).stage === 'healed') await rolledBack(given);
      const incident = await theTruth(given);
      expect([told(moment), incident.stage, given.state(), written(given).length]).toEqual([
        told(moment),
        'rolled-back',
        { versioned: false, fast: false },
        4,
      ]);
      expect([told(moment), incident.rollback?.calls]).toEqual([told(moment), incident.sent.slice(2)]);
    }
  });
});
