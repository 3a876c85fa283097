import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { brokenAt, type Entry, readEntry } from '#domain/entry.ts';
import { HealError } from '#domain/heal-error.ts';
import { bucketWorld, closedBlock } from '#testkit/bucket-world.ts';
import { type FlowOptions, flowWorld } from '#testkit/flow-world.ts';

const bucket = 'bucket-0001';

function broken(options: Partial<FlowOptions> = {}) {
  const world = bucketWorld(2);
  const found = world.buckets.get(bucket);
  if (found === undefined) throw new Error('the world has no bucket');
  found.block = undefined;
  const flow = flowWorld({ cloud: world.cloud, actions: [blockPublicAccess], ...options });
  const heal = async (opening?: Parameters<typeof flow.open>[1]) => {
    const admission = await flow.open(world.ref(bucket), opening);
    if (admission.admitted !== 'opened') throw new Error(`not opened: ${admission.admitted}`);
    return await flow.drive(admission.incident.id);
  };
  const ledger = async (id: string): Promise<Entry[]> => {
    const entries: Entry[] = [];
    for await (const entry of flow.tools.store.entries(id)) entries.push(entry);
    return entries;
  };
  return { ...world, flow, heal, ledger, found };
}

const throttled = new HealError('throttled', 'slow down', { retry: 'later', details: { arrived: 'no' } });
const lost = new HealError('aws-unreachable', 'the connection was cut', { retry: 'later' });
const denied = new HealError('access-denied', 'not allowed', { retry: 'never', details: { arrived: 'no' } });

describe('the loop', () => {
  test('turns one event into one verified fix, with every step in a ledger that verifies', async () => {
    const { heal, cloud, ledger, buckets } = broken();
    const incident = await heal();
    expect(incident.stage).toBe('healed');
    expect(incident.verification).toMatchObject({ result: 'healed', reads: 2 });
    expect(cloud.sent.map(({ operation, input }) => ({ operation, input }))).toEqual([
      { operation: 'putPublicAccessBlock', input: { Bucket: bucket, PublicAccessBlockConfiguration: closedBlock } },
    ]);
    expect(buckets.get(bucket)?.block).toEqual(closedBlock);
    const entries = await ledger(incident.id);
    expect(brokenAt(entries)).toBeUndefined();
    expect(entries.map((entry) => readEntry(entry).kind)).toEqual([
      'opened',
      'moved',
      'moved',
      'moved',
      'intent',
      'result',
      'moved',
      'moved',
      'ended',
    ]);
  });

  test('ends already-healthy without a call when the condition is not there', async () => {
    const { heal, cloud, found } = broken();
    found.block = { ...closedBlock };
    expect(await heal()).toMatchObject({ stage: 'already-healthy', sent: [] });
    expect(cloud.sent).toEqual([]);
  });

  test('ends already-healthy when the resource is gone', async () => {
    const { heal, buckets } = broken();
    buckets.delete(bucket);
    expect(await heal()).toMatchObject({ stage: 'already-healthy' });
  });

  test('escalates and writes nothing when healing would be wrong', async () => {
    const { heal, cloud, found } = broken();
    found.website = true;
    expect(await heal()).toMatchObject({ stage: 'escalated', why: expect.stringContaining('serves a website') });
    expect(cloud.sent).toEqual([]);
  });

  test('simulates in dry run: the exact calls, none sent', async () => {
    const { heal, cloud } = broken({ mode: 'dry-run' });
    const incident = await heal();
    expect(incident).toMatchObject({ stage: 'simulated', plan: { rounds: [[{ operation: 'putPublicAccessBlock' }]] } });
    expect(cloud.sent).toEqual([]);
  });

  test('asks about production, and acts only on the yes to this very plan', async () => {
    const { flow, heal, cloud, found } = broken();
    found.tags = { environment: 'production' };
    const parked = await heal();
    expect(parked).toMatchObject({ stage: 'approval', decision: { verdict: 'ask' } });
    expect(cloud.sent).toEqual([]);
    const people = await import('./people.ts');
    const driver = { start: async () => {}, wake: async () => {} };
    await expect(people.answer(parked.id, 'approve', { name: 'alice', channel: 'cli' }, { ...flow.tools, driver })).rejects.toThrow(
      'caused',
    );
    await people.answer(parked.id, 'approve', { name: 'dave', channel: 'cli' }, { ...flow.tools, driver });
    expect(await flow.drive(parked.id)).toMatchObject({ stage: 'healed', approval: { by: 'dave' } });
  });

  test('an unanswered question expires, and nothing is written', async () => {
    const { flow, heal, cloud, found } = broken();
    found.tags = { env: 'prod' };
    const parked = await heal();
    flow.clock.pass(61 * 60_000);
    expect(await flow.drive(parked.id)).toMatchObject({ stage: 'expired' });
    expect(cloud.sent).toEqual([]);
  });

  test('leaves alone what a policy exempts', async () => {
    const policy = 'exceptions: [{ match: { id: bucket-* }, owner: web, reason: public on purpose, until: 2027-01-01 }]';
    const { heal, cloud } = broken({ policy });
    expect(await heal()).toMatchObject({ stage: 'logged', decision: { because: expect.stringContaining('public on purpose') } });
    expect(cloud.sent).toEqual([]);
  });

  test('knows a pipeline by the role that AWS attests, never by a session name', async () => {
    const policy = 'pipelines: [{ name: deploy, role: "arn:aws:iam::123456789012:role/deploy", calls: ["s3:*"], resources: ["*"] }]';
    const session = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::123456789012:assumed-role/deploy/ci',
      account: '123456789012',
      session: 'ci',
    };
    expect(await broken({ policy }).heal({ actor: { ...session, role: 'arn:aws:iam::123456789012:role/deploy' } })).toMatchObject({
      stage: 'logged',
      diagnosis: { class: 'normal' },
    });
    expect(
      await broken({ policy }).heal({ actor: { ...session, role: 'arn:aws:iam::123456789012:role/other', session: 'deploy' } }),
    ).toMatchObject({ stage: 'healed' });
  });

  test('waits while AWS throttles, then heals with one effective write', async () => {
    const { heal, cloud } = broken();
    cloud.fail({ service: 's3', operation: 'putPublicAccessBlock', error: throttled, when: 'before', times: 3 });
    expect(await heal()).toMatchObject({ stage: 'healed' });
    expect(cloud.sent.filter(({ effect }) => effect)).toHaveLength(1);
  });

  test('does not write again when the answer was lost and the write had arrived', async () => {
    const { heal, cloud } = broken();
    cloud.fail({ service: 's3', operation: 'putPublicAccessBlock', error: lost, when: 'after' });
    expect(await heal()).toMatchObject({ stage: 'healed', sent: [{ outcome: 'unknown' }] });
    expect(cloud.sent).toHaveLength(1);
  });

  test('escalates with the truth when the write is refused', async () => {
    const { heal, cloud, found } = broken();
    cloud.fail({ service: 's3', operation: 'putPublicAccessBlock', error: denied, when: 'before' });
    expect(await heal()).toMatchObject({ stage: 'escalated', why: expect.stringContaining('not allowed') });
    expect(found.block).toBeUndefined();
  });

  test('a third heal of the same condition in 20 minutes trips the breaker and names the opponent', async () => {
    const { heal, found } = broken();
    for (const end of ['healed', 'healed', 'escalated']) {
      found.block = undefined;
      const incident = await heal();
      expect(incident.stage).toBe(end);
      if (end === 'escalated') expect(incident.why).toContain('alice put this back 3 times');
    }
  });

  test('a stop before the first write holds it; resume lets it through', async () => {
    const { flow, heal, cloud } = broken();
    const { stop, resume } = await import('./stop.ts');
    await stop('dave', flow.tools);
    const admission = await flow.open({ ...bucketWorld(1).ref(bucket) });
    if (admission.admitted !== 'opened') throw new Error('not opened');
    expect(await flow.drive(admission.incident.id, 12)).toMatchObject({ stage: 'snapshot', why: 'dave stopped all writes' });
    expect(cloud.sent).toEqual([]);
    await resume('dave', flow.tools);
    expect(await flow.drive(admission.incident.id)).toMatchObject({ stage: 'healed' });
    expect(heal).toBeTypeOf('function');
  });

  test('a person rolls back a heal: the state before is back, and only what we wrote is undone', async () => {
    const { flow, heal, found } = broken();
    const healed = await heal();
    const { rollback } = await import('./people.ts');
    await rollback(healed.id, { name: 'dave', channel: 'cli' }, { ...flow.tools, driver: { start: async () => {}, wake: async () => {} } });
    expect(await flow.drive(healed.id)).toMatchObject({ stage: 'rolled-back', rollback: { by: 'dave', restored: true } });
    expect(found.block).toBeUndefined();
  });

  test('a rollback does not overwrite what somebody changed since', async () => {
    const { flow, heal, found } = broken();
    const healed = await heal();
    found.block = { ...closedBlock, BlockPublicPolicy: false };
    const { rollback } = await import('./people.ts');
    await rollback(healed.id, { name: 'dave', channel: 'cli' }, { ...flow.tools, driver: { start: async () => {}, wake: async () => {} } });
    expect(await flow.drive(healed.id)).toMatchObject({ stage: 'escalated', why: expect.stringContaining('somebody changed it') });
    expect(found.block.BlockPublicAcls).toBe(true);
  });

  test('the same event delivered twice counts once; another one of the same condition is a repeat', async () => {
    const { flow, ref } = broken();
    const first = await flow.open(ref(bucket), { id: 'e1' });
    expect(first.admitted).toBe('opened');
    expect((await flow.open(ref(bucket), { id: 'e1' })).admitted).toBe('duplicate');
    expect((await flow.open(ref(bucket), { id: 'e2' })).admitted).toBe('repeat');
    expect((await flow.open(ref(bucket), { id: 'e2' })).admitted).toBe('duplicate');
  });
});
