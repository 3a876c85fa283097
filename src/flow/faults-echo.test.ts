import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { HealError } from '#domain/heal-error.ts';
import { bucketWorld, closedBlock } from '#testkit/bucket-world.ts';
import { type Case, heal, leaseMs, publicBucket, theOnly, theTruth, twoSettings, written } from '#testkit/survival-cases.ts';
import { survivingWorld } from '#testkit/surviving-world.ts';
import { untruths } from '#testkit/untruths.ts';
import { Death, dyingAt, type Watch } from '#testkit/watched-writes.ts';
import { rollback } from './people.ts';
import { resume, stop } from './stop.ts';

const lost = new HealError('aws-unreachable', 'the connection was cut', { retry: 'later' });
const throttled = new HealError('throttled', 'slow down', { retry: 'later', details: { arrived: 'no' } });
const dave = { name: 'dave', channel: 'cli' };

/** Does something once, right before or after the first write to AWS. */
const atTheWrite = (when: 'before' | 'after', act: () => void | Promise<void>): Watch => {
  let done = false;
  return async (moment) => {
    if (done || moment.when !== when || !moment.write.startsWith('aws.')) return;
    done = true;
    await act();
  };
};

/** The moments of a run, counted from 1, from shortly before its first write to AWS on: before that nothing is at stake. Every second one; with `SELFHEAL_FAULTS=all` each. */
async function aroundTheWrites(run: (watch: Watch) => Promise<void>): Promise<readonly number[]> {
  const writes: string[] = [];
  await run(({ write }) => void writes.push(write));
  const from = writes.findIndex((write) => write.startsWith('aws.')) - 8;
  const step = process.env['SELFHEAL_FAULTS'] === 'all' ? 1 : 2;
  return [...writes.keys()].filter((index) => index >= from && (index - from) % step === 0).map((index) => index + 1);
}

describe('the event of our own write', () => {
  test('is known by its request id, whoever it seems to come from', async () => {
    const given = publicBucket();
    await heal(given);
    const event = given.world.event(given.ref, { requestId: given.cloud.sent[0]?.requestId ?? '' });
    expect(await given.world.deliver(event, given.world.process('p1'))).toMatchObject([{ became: 'echo' }]);
  });

  test.each(['the same', ''])('whose request id AWS gives as "%s" each time: both results are recorded', async (requestId) => {
    const { cloud, buckets, ref } = bucketWorld(2);
    for (const bucket of buckets.values()) bucket.block = undefined;
    const world = survivingWorld({ cloud, actions: [blockPublicAccess] });
    const writer: typeof cloud.writer = (site, incident) => {
      const real = cloud.writer(site, incident);
      return { ...real, send: async (call) => ({ ...(await real.send(call)), requestId }) };
    };
    const process = { ...world.process('p1'), cloud: { ...cloud, writer } };
    for (const name of buckets.keys()) await world.deliver(world.event(ref(name)), process);
    await world.resume(process);
    const incidents = await world.incidents();
    expect(incidents).toHaveLength(2);
    const told = cloud.sent.map(({ incident }) => ({ incident, requestId }));
    for (const incident of incidents)
      expect(await untruths(incident, { store: world.store, now: world.clock.now() + leaseMs, written: told })).toEqual([]);
    // Without a request id AWS's event is known by its session, once.
    for (const nth of requestId === '' ? [1, 2] : []) {
      const echo = world.echo(nth, ref(`bucket-000${nth}`));
      expect(await world.deliver(echo, process)).toMatchObject([{ became: 'echo' }]);
    }
  });

  test('is known by its session once when the answer was lost; a second one is somebody', async () => {
    const given = publicBucket();
    given.cloud.fail({ service: 's3', operation: 'putPublicAccessBlock', error: lost, when: 'after' });
    await heal(given);
    const process = given.world.process('p1');
    const echo = given.world.echo(1, given.ref);
    expect(await given.world.deliver(echo, process)).toMatchObject([{ became: 'echo' }]);
    expect(await given.world.deliver(echo, process)).toMatchObject([{ became: 'echo' }]);
    const other = { ...echo, id: 'other', requestId: 'not-ours' };
    expect(await given.world.deliver(other, process)).toMatchObject([{ became: 'opened' }]);
  });

  test('a session of our name under another role, or one that nobody attests, is not trusted', async () => {
    for (const forge of ['role', 'rank'] as const) {
      const given = publicBucket();
      given.cloud.fail({ service: 's3', operation: 'putPublicAccessBlock', error: lost, when: 'after' });
      await heal(given);
      const echo = given.world.echo(1, given.ref);
      const arn = `arn:aws:sts::123456789012:assumed-role/intruder/${echo.actor?.session}`;
      const forged =
        forge === 'rank' ? { ...echo, rank: 'reported' as const } : { ...echo, actor: { ...echo.actor, type: 'AssumedRole', arn } };
      const process = given.world.process('p1');
      expect(await given.world.deliver({ ...forged, id: 'forged', requestId: 'theirs' }, process)).toMatchObject([{ became: 'opened' }]);
      expect(await given.world.deliver(echo, process)).toMatchObject([{ became: 'echo' }]);
    }
  });

  test('that comes while the write is under way is held until the request id is known', async () => {
    const given = publicBucket();
    const { world } = given;
    const early: ReturnType<typeof world.deliver>[] = [];
    await heal(
      given,
      atTheWrite('after', () => void early.push(world.deliver(world.echo(1, given.ref), world.process('intake')))),
    );
    expect(await Promise.all(early)).toMatchObject([[{ became: 'echo' }]]);
    expect((await theTruth(given)).repeats).toBe(0);
  });

  test('that comes after the process died, and before another goes on, is held and then known', async () => {
    const given = publicBucket();
    const { world } = given;
    let nth = 0;
    await heal(publicBucket(), (moment) => void (nth = moment.write.startsWith('aws.') ? moment.nth : nth));
    await expect(heal(given, dyingAt(nth, 'after'))).rejects.toThrow(Death);
    const early = world.deliver(world.echo(1, given.ref), world.process('intake'));
    world.clock.pass(8_000);
    await world.resume(world.process('p2'));
    expect(await early).toMatchObject([{ became: 'echo' }]);
    expect(await world.incidents()).toHaveLength(1);
  });
});

describe("somebody else's change while our write is under way", () => {
  test.each(['before', 'after'] as const)('comes %s it reached AWS: it is not lost in the incident that is ending', async (when) => {
    const given = publicBucket();
    const { world, cloud } = given;
    const events: ReturnType<typeof world.deliver>[] = [];
    const undone = atTheWrite(when, async () => {
      await cloud.writer({ partition: 'aws', account: '123456789012', region: 'us-east-1' }, 'mallory').send({
        service: 's3',
        operation: 'deletePublicAccessBlock',
        input: { Bucket: given.ref.id },
      });
      world.clock.pass(1_500);
      events.push(world.deliver(world.event(given.ref), world.process('intake')));
      // As long as the event would need if nothing held it.
      for (let turns = 0; turns < 50; turns++) await turn();
    });
    await heal(given, undone);
    await Promise.all(events);
    await world.resume(world.process('p1'));
    expect([when, given.state()]).toEqual([when, closedBlock]);
  });
});

describe('clocks that are ten minutes apart', () => {
  const apart = { 'AWS is behind us': -10 * 60_000, 'AWS is ahead of us': 10 * 60_000 };

  test.each(Object.entries(apart))(
    '%s: what somebody opens again at any moment is closed again, or a person is told',
    async (_, skew) => {
      for (const nth of await aroundTheWrites((watch) => heal(publicBucket(), watch))) {
        const given = publicBucket();
        const { world, cloud } = given;
        const events: ReturnType<typeof world.deliver>[] = [];
        let passed = 0;
        await heal(given, async () => {
          if (++passed !== nth) return;
          await cloud
            .writer({ partition: 'aws', account: '123456789012', region: 'us-east-1' }, 'mallory')
            .send({ service: 's3', operation: 'deletePublicAccessBlock', input: { Bucket: given.ref.id } });
          world.clock.pass(1_500);
          const delivered = world.deliver(world.event(given.ref, { at: world.clock.now() + skew }), world.process('intake'));
          events.push(delivered);
          // As long as the event needs when nothing holds it.
          for (let turns = 0; turns < 30; turns++) await turn();
        });
        await Promise.all(events);
        await world.resume(world.process('p1'));
        const told = (await world.incidents()).some(({ stage }) => stage === 'escalated');
        expect([nth, told ? closedBlock : given.state()]).toEqual([nth, closedBlock]);
      }
    },
    20_000,
  );
});

describe('a stop', () => {
  test('between two calls escalates, and says what is half done', async () => {
    const given = twoSettings();
    const { world } = given;
    await heal(
      given,
      atTheWrite('after', () => void stop('dave', world.process('cli'))),
    );
    const incident = await theTruth(given);
    expect(incident).toMatchObject({ stage: 'escalated', why: 'dave stopped all writes after 1 of 2 calls: it is half done' });
    expect(written(given)).toHaveLength(1);
  });

  test('between two calls, and then the process dies: the next one does not write either, and says so', async () => {
    const given = twoSettings();
    const { world } = given;
    let nth = 0;
    await heal(twoSettings(), (moment) => void (nth ||= moment.write.startsWith('aws.') ? moment.nth : 0));
    await expect(heal(given, dyingAt(nth, 'after'))).rejects.toThrow(Death);
    await stop('dave', world.process('cli'));
    world.clock.pass(8_000);
    await world.resume(world.process('p2'));
    expect(await theTruth(given)).toMatchObject({ stage: 'escalated', why: expect.stringContaining('half done') });
    expect(written(given)).toHaveLength(1);
  });

  test('after a refused call, when nothing was written, only waits', async () => {
    const given = publicBucket();
    const { world, cloud } = given;
    cloud.fail({ service: 's3', operation: 'putPublicAccessBlock', error: throttled, when: 'before' });
    const process = world.process(
      'p1',
      atTheWrite('before', () => void stop('dave', world.process('cli'))),
    );
    await world.deliver(given.event, process);
    const resumed = world.resume(process);
    await expect.poll(async () => (await theOnly(given)).why, { interval: 1 }).toBe('dave stopped all writes');
    expect(await theOnly(given)).toMatchObject({ stage: 'remediation', sent: [{ outcome: 'refused' }] });
    await resume('dave', world.process('cli'));
    await resumed;
    expect(await theTruth(given)).toMatchObject({ stage: 'healed' });
  });

  test.each(['a fix', 'a rollback'] as const)(
    'at any moment of %s: once it has come back nothing more is written, and the truth is told',
    async (what) => {
      const begin = async () => (what === 'a fix' ? twoSettings() : await healedSettings());
      const go = async (given: Case, watch?: Watch): Promise<void> => {
        if (what === 'a fix') return await heal(given, watch);
        const process = given.world.process('p1', watch);
        await rollback((await theOnly(given)).id, dave, process);
        await given.world.resume(process);
      };
      const stages = new Set<string>();
      let moments = 0;
      await go(await begin(), () => void (moments += 1));
      for (let nth = 1; nth <= moments; nth++) {
        const given = await begin();
        const { world } = given;
        let passed = 0;
        let stopping: Promise<number> | undefined;
        let finished = false;
        const ran = go(given, async () => {
          if (++passed !== nth) return;
          stopping = stop('erin', world.process('cli')).then(() => given.cloud.sent.length);
          for (let turns = 0; turns < 5; turns++) await turn();
        }).finally(() => {
          finished = true;
        });
        const waits = async () =>
          (await world.incidents()).some(({ why, closedAt }) => closedAt === undefined && /stopped all writes/.test(why));
        await expect.poll(async () => finished || (await waits()), { interval: 1 }).toBe(true);
        const sentThen = await stopping;
        expect([nth, given.cloud.sent.length]).toEqual([nth, sentThen]);
        await resume('erin', world.process('cli'));
        await ran;
        stages.add((await theTruth(given)).stage);
      }
      expect(stages).toContain('escalated');
    },
    20_000,
  );

  test('holds back a rollback too', async () => {
    const given = await healedSettings();
    const process = given.world.process('p1');
    await stop('erin', process);
    await rollback((await theOnly(given)).id, dave, process);
    await given.world.resume(process);
    expect(await theTruth(given)).toMatchObject({ stage: 'escalated', why: expect.stringContaining('erin stopped all writes') });
    expect(given.state()).toEqual({ versioned: true, fast: true });
  });
});

describe('a rollback', () => {
  test('that AWS throttled does not overwrite what somebody changed meanwhile', async () => {
    const given = await healedSettings();
    const { world, cloud } = given;
    const process = world.process('p1');
    cloud.fail({ service: 's3', operation: 'putBucketVersioning', error: throttled, when: 'before' });
    await rollback((await theOnly(given)).id, dave, {
      ...process,
      driver: { ...process.driver, start: async () => {} },
    });
    const watched = world.process(
      'p1',
      atTheWrite('before', async () => {
        const hands = cloud.writer({ partition: 'aws', account: '123456789012', region: 'us-east-1' }, 'mallory');
        const input = { Bucket: given.ref.id, AccelerateConfiguration: { Status: 'Suspended' } };
        await hands.send({ service: 's3', operation: 'putBucketAccelerateConfiguration', input });
      }),
    );
    await world.resume(watched);
    expect(await theOnly(given)).toMatchObject({ stage: 'escalated', why: expect.stringContaining('somebody changed it') });
    expect(given.state()).toEqual({ versioned: true, fast: false });
  });
});

async function healedSettings(): Promise<Case> {
  const given = twoSettings();
  await heal(given);
  return given;
}
