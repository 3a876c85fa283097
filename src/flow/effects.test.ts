import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { openCatalogue } from '#catalogue/catalogue.ts';
import { autoScaling } from '#catalogue/sources/auto-scaling.ts';
import { cloudtrail } from '#catalogue/sources/cloudtrail.ts';
import { config } from '#catalogue/sources/config.ts';
import type { Signal } from '#domain/signal.ts';
import { bucketWorld, closedBlock } from '#testkit/bucket-world.ts';
import { survivingWorld } from '#testkit/surviving-world.ts';

const byAws = { actor: undefined, requestId: undefined, operation: undefined } as const;
const bucket = (n: number): string => `bucket-${String(n).padStart(4, '0')}`;

/** Eight buckets, of which the first was opened and closed again by us. */
async function afterOurFix() {
  const { cloud, buckets, ref } = bucketWorld(8);
  const world = survivingWorld({ cloud, actions: [blockPublicAccess] });
  const process = world.process('p1');
  const open = (n: number): void => void Object.assign(buckets.get(bucket(n)) ?? {}, { block: undefined });
  /** Takes in an event, runs what follows, and tells where the incident about this bucket came to rest. */
  const arrives = async (n: number, more: Partial<Signal> = {}) => {
    world.clock.pass(2_000);
    const [reception] = await world.deliver(world.event(ref(bucket(n)), more), process);
    await world.resume(process);
    if (reception?.became !== 'opened') throw new Error(`it became ${reception?.became}`);
    const incident = await world.store.incident(reception.incident);
    if (incident === undefined) throw new Error('it is not stored');
    return incident;
  };
  /** What AWS says of a bucket, naming the one that it follows from. */
  const follows = (n: number, of: number, more: Partial<Signal> = {}) =>
    arrives(n, { ...byAws, source: 'config', title: `arn:aws:s3:::${bucket(of)}`, ...more });
  open(1);
  const first = await arrives(1);
  expect(first.stage).toBe('healed');
  return { world, cloud, buckets, ref, process, open, arrives, follows, first };
}

describe('what AWS does by itself after a fix of ours', () => {
  test('is expected, once, when the state is right', async () => {
    const { follows, first } = await afterOurFix();
    const second = await follows(2, 1);
    expect(second).toMatchObject({ stage: 'expected', effectOf: { incident: first.id, steps: 1 }, why: expect.stringContaining(first.id) });
    expect(await follows(2, 1)).toMatchObject({ stage: 'already-healthy' });
    expect(await follows(2, 1, { source: 'codebuild' })).toMatchObject({ stage: 'expected' });
  });

  test('is expected of the very resource too: what Config says of it then', async () => {
    const { follows } = await afterOurFix();
    expect(await follows(1, 1)).toMatchObject({ stage: 'expected' });
  });

  test('is healed all the same when the state is wrong', async () => {
    const { open, follows, buckets } = await afterOurFix();
    open(2);
    expect(await follows(2, 1)).toMatchObject({ stage: 'healed', effectOf: { steps: 1 } });
    expect(buckets.get(bucket(2))?.block).toEqual(closedBlock);
  });

  test('is expected five steps deep, each naming the one before, and no deeper', async () => {
    const { follows } = await afterOurFix();
    const sources = ['config', 'autoscaling', 'codebuild', 'config', 'autoscaling', 'codebuild'];
    const stages: string[] = [];
    for (const [index, source] of sources.entries()) stages.push((await follows(index + 2, index + 1, { source })).stage);
    expect(stages).toEqual([...Array(5).fill('expected'), 'already-healthy']);
  });

  test('is no longer expected after 15 minutes, however long the chain', async () => {
    const { world, follows } = await afterOurFix();
    world.clock.pass(8 * 60_000);
    expect(await follows(2, 1)).toMatchObject({ stage: 'expected' });
    world.clock.pass(8 * 60_000);
    expect(await follows(3, 2)).toMatchObject({ stage: 'already-healthy' });
  });

  test('may be told by a call of a service, or of its service-linked role', async () => {
    const { follows } = await afterOurFix();
    const role = 'arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
    expect(await follows(2, 1, { actor: { type: 'AWSService' } })).toMatchObject({ stage: 'expected' });
    expect(await follows(3, 1, { actor: { type: 'AssumedRole', role } })).toMatchObject({ stage: 'expected' });
  });
});

describe('nothing else is expected', () => {
  test.each<[string, Partial<Signal>]>([
    ['of a person, whatever it names', { actor: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/eve', session: 'inc-1' } }],
    [
      'of a session that calls itself a service',
      { actor: { type: 'AssumedRole', role: 'arn:aws:iam::123456789012:role/autoscaling', session: 'autoscaling.amazonaws.com' } },
    ],
    ['that only somebody reports', { rank: 'reported' }],
    ['that our own sweep found', { source: 'sweep' }],
    ['that names nothing we wrote to', { title: 'arn:aws:s3:::bucket-0008' }],
    ['that names an account only', { title: '123456789012' }],
  ])('%s', async (_, more) => {
    const { follows } = await afterOurFix();
    const { stage, effectOf } = await follows(2, 1, more);
    expect({ stage, effectOf }).toEqual({ stage: 'already-healthy', effectOf: undefined });
  });

  test('that happened before our write', async () => {
    const { world, follows } = await afterOurFix();
    expect(await follows(2, 1, { at: world.clock.now() - 60_000 })).toMatchObject({ stage: 'already-healthy' });
  });
});

test('Config, Auto Scaling and CodeBuild as they really speak: no actor, and the name of what they are about', async () => {
  const catalogue = await openCatalogue();
  const build = {
    ...cloudtrail.sample,
    'detail-type': 'CodeBuild Build State Change',
    source: 'aws.codebuild',
    detail: { 'build-status': 'FAILED', 'project-name': 'shop' },
  };
  for (const sample of [config.sample, autoScaling.sample, build]) {
    const { signals } = catalogue.parse(sample, 0, { trusted: true });
    expect(signals.map(({ signal: { rank, actor } }) => [rank, actor])).toEqual([['attested', undefined]]);
  }
});

describe('a storm', () => {
  test('a creation whose rule fires again at each fix: one repeat, then a person decides', async () => {
    const { open, follows, cloud } = await afterOurFix();
    open(2);
    expect(await follows(2, 1)).toMatchObject({ stage: 'healed' });
    open(3);
    const third = await follows(3, 2);
    expect(third).toMatchObject({ stage: 'escalated', why: expect.stringContaining('our own fixes set this off 2 times in a row') });
    expect(third.why).toContain(bucket(2));
    expect(cloud.sent).toHaveLength(2);
  });

  test('of what our call created: its event is our echo, and what AWS says of it then follows from us', async () => {
    const { world, process, ref, open, arrives, cloud, first } = await afterOurFix();
    // The creation of bucket-0002 is told by the event of our own request.
    expect(await world.deliver(world.echo(1, ref(bucket(2))), process)).toMatchObject([{ became: 'echo', incident: first.id }]);
    open(2);
    const second = await arrives(2, { ...byAws, source: 'config' });
    expect(second).toMatchObject({ stage: 'healed', effectOf: { incident: first.id, fixes: ['test.changed'] } });
    await world.deliver(world.echo(2, ref(bucket(3))), process);
    open(3);
    expect(await arrives(3, { ...byAws, source: 'config' })).toMatchObject({ stage: 'escalated' });
    expect(cloud.sent).toHaveLength(2);
  });

  test('is none when several things of one resource are wrong one after the other', async () => {
    const { open, follows } = await afterOurFix();
    open(1);
    expect(await follows(1, 1)).toMatchObject({ stage: 'healed', effectOf: { fixes: [] } });
  });

  test('is none when the same is wrong in several regions of an account', async () => {
    const { world, process, open, ref, cloud } = await afterOurFix();
    for (const region of ['us-east-2', 'us-west-1', 'us-west-2', 'eu-west-1']) {
      open(2);
      world.clock.pass(2_000);
      await world.deliver(world.event({ ...ref(bucket(2)), region }, { ...byAws, source: 'config' }), process);
      await world.resume(process);
    }
    expect((await world.incidents()).map(({ stage }) => stage)).toEqual(Array(5).fill('healed'));
    expect(cloud.sent).toHaveLength(5);
  });

  test('is none when many follow from one fix side by side', async () => {
    const { open, follows } = await afterOurFix();
    for (const n of [2, 3, 4, 5]) {
      open(n);
      expect(await follows(n, 1)).toMatchObject({ stage: 'healed' });
    }
  });
});
