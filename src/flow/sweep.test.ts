import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { HealError } from '#domain/heal-error.ts';
import type { Action } from '#ports/catalogue.ts';
import type { Reader } from '#ports/cloud.ts';
import { bucketWorld, closedBlock } from '#testkit/bucket-world.ts';
import { type FlowOptions, flowWorld } from '#testkit/flow-world.ts';
import type { Receiving } from './receive.ts';
import { admitFinding, sweep } from './sweep.ts';

const denied = new HealError('access-denied', 'not allowed');
const throttled = new HealError('throttled', 'slow down', { retry: 'later' });

/** Four buckets: two are open, one of them a website; two are closed. */
function world(options: Partial<FlowOptions> = {}) {
  const { cloud, buckets, ref, site } = bucketWorld(4);
  const bucket = (n: number) => {
    const found = buckets.get(`bucket-000${n}`);
    if (found === undefined) throw new Error(`the world has no bucket ${n}`);
    return found;
  };
  bucket(1).block = undefined;
  bucket(3).block = { ...closedBlock, BlockPublicAcls: false };
  bucket(3).website = true;
  const actions = options.actions ?? [blockPublicAccess];
  const flow = flowWorld({ cloud, actions, ...options });
  const started: string[] = [];
  const driver = { start: async ({ id }: { readonly id: string }) => void started.push(id), wake: async () => {} };
  const tools: Receiving = { ...flow.tools, driver };
  return { cloud, bucket, ref, site, flow, tools, started, look: () => sweep(actions, [site], tools) };
}

describe('a sweep', () => {
  test('finds what is wrong now, in order, tells what it would not heal, and writes nothing', async () => {
    const { look, cloud, ref } = world();
    expect(await look()).toEqual({
      checked: 4,
      wrong: [
        {
          action: blockPublicAccess.id,
          resource: ref('bucket-0001'),
          params: { bucket: 'bucket-0001' },
          why: 'the bucket has no public access block',
          seen: { state: {}, at: expect.any(Number) },
        },
        {
          action: blockPublicAccess.id,
          resource: ref('bucket-0003'),
          params: { bucket: 'bucket-0003' },
          why: 'BlockPublicAcls is off',
          refused: expect.stringContaining('serves a website'),
          seen: { state: { block: { ...closedBlock, BlockPublicAcls: false }, website: true }, at: expect.any(Number) },
        },
      ],
      unread: [],
    });
    expect(cloud.sent).toEqual([]);
  });

  test('tells what it could not read, and goes on', async () => {
    for (const error of [denied, throttled]) {
      const { look, cloud, site } = world();
      cloud.fail({ service: 's3', operation: 'getPublicAccessBlock', error, when: 'before', skip: 1 });
      const { checked, wrong, unread } = await look();
      expect(checked).toBe(4);
      expect(unread).toEqual([{ action: blockPublicAccess.id, site, resource: 'bucket-0002', error: error.toJSON() }]);
      expect(wrong).toHaveLength(2);
    }
  });

  test('tells which kind of resource it could not list', async () => {
    const { look, cloud, site } = world();
    cloud.fail({ service: 's3', operation: 'listBuckets', error: denied, when: 'before' });
    expect(await look()).toEqual({ checked: 0, wrong: [], unread: [{ action: blockPublicAccess.id, site, error: denied.toJSON() }] });
  });

  test('looks once at what has no region, however many sites list it', async () => {
    const { cloud, site, ref, tools } = world();
    const everywhere: Action = { ...blockPublicAccess, list: async () => [{ ...ref('bucket-0001'), region: 'global' }] };
    const { checked, wrong } = await sweep([everywhere], [site, { ...site, region: 'eu-west-1' }], tools);
    expect([checked, wrong.length, cloud.sent.length]).toEqual([1, 1, 0]);
  });

  test('an action that fails on one resource costs only that one', async () => {
    const brittle: Action = {
      ...blockPublicAccess,
      from(resource) {
        if (resource.id === 'bucket-0002') throw new HealError('bad-params', 'a name that it does not know');
        return blockPublicAccess.from(resource);
      },
    };
    const { look } = world({ actions: [brittle] });
    const { checked, wrong, unread } = await look();
    expect([checked, wrong.length]).toEqual([4, 2]);
    expect(unread).toMatchObject([{ resource: 'bucket-0002', error: { code: 'bad-params' } }]);
  });

  test('takes what has gone since it was listed for neither wrong nor unread', async () => {
    const vanished: Action = {
      ...blockPublicAccess,
      list: async (reader) => (await blockPublicAccess.list(reader)).map((resource) => ({ ...resource, id: `${resource.id}-gone` })),
    };
    expect(await world({ actions: [vanished] }).look()).toEqual({ checked: 4, wrong: [], unread: [] });
  });

  test('asks AWS each question about a resource once, however many conditions its action knows', async () => {
    const questions: string[] = [];
    const { tools, site } = world();
    const curious: Action = { ...blockPublicAccess, from: (resource) => [1, 2, 3].flatMap(() => blockPublicAccess.from(resource)) };
    const counting = (reader: Reader): Reader => ({
      ...reader,
      read(service, operation, input) {
        questions.push(JSON.stringify([service, operation, input]));
        return reader.read(service, operation, input);
      },
      find(service, operation, input, absent) {
        questions.push(JSON.stringify([service, operation, input]));
        return reader.find(service, operation, input, absent);
      },
    });
    const cloud = { ...tools.cloud, reader: (at: typeof site) => counting(tools.cloud.reader(at)) };
    const { wrong } = await sweep([curious], [site], { cloud, clock: tools.clock });
    expect(wrong).toHaveLength(6);
    const perResource = questions.filter((question) => question.includes('PublicAccessBlock'));
    expect(perResource).toHaveLength(4);
    expect(new Set(perResource).size).toBe(4);
  });

  test('tells its progress', async () => {
    const { tools, site } = world();
    const seen: number[] = [];
    await sweep([blockPublicAccess], [site], tools, (checked) => void seen.push(checked));
    expect(seen).toEqual([1, 2, 3, 4]);
  });
});

describe('a finding', () => {
  test('goes through the loop like anything else and is healed', async () => {
    const { look, tools, flow, bucket, started } = world();
    const [finding] = (await look()).wrong;
    if (finding === undefined) throw new Error('nothing found');
    const id = await admitFinding(finding, tools);
    expect(started).toEqual([id]);
    expect(await flow.drive(id)).toMatchObject({ stage: 'healed', detection: 'sweep.s3.block-public-access', class: 'violation' });
    expect(bucket(1).block).toEqual(closedBlock);
  });

  test('that the action refuses is given to a person, and nothing is written', async () => {
    const { look, tools, flow, cloud } = world();
    const finding = (await look()).wrong.find(({ refused }) => refused !== undefined);
    if (finding === undefined) throw new Error('nothing refused');
    expect(await flow.drive(await admitFinding(finding, tools))).toMatchObject({
      stage: 'escalated',
      why: expect.stringContaining('serves a website'),
    });
    expect(cloud.sent).toEqual([]);
  });

  test('is decided by policy', async () => {
    const { look, tools, flow } = world({ policy: 'rules: [{ match: { detection: sweep.* }, verdict: ask }]' });
    const [finding] = (await look()).wrong;
    if (finding === undefined) throw new Error('nothing found');
    expect(await flow.drive(await admitFinding(finding, tools))).toMatchObject({ stage: 'approval' });
  });

  test('of a condition that an incident is open for counts on that incident', async () => {
    const { look, tools, flow, ref, started } = world();
    const opened = await flow.open(ref('bucket-0001'));
    if (opened.admitted !== 'opened') throw new Error(opened.admitted);
    const [finding] = (await look()).wrong;
    if (finding === undefined) throw new Error('nothing found');
    expect(await admitFinding(finding, tools)).toBe(opened.incident.id);
    expect(started).toEqual([]);
    expect(await tools.store.incident(opened.incident.id)).toMatchObject({ repeats: 1 });
  });

  test('costs nine requests besides its session: what a sweep has just seen is not asked again before the snapshot', async () => {
    const { look, tools, flow, cloud } = world();
    const [finding] = (await look()).wrong;
    if (finding === undefined) throw new Error('nothing found');
    const before = cloud.counts();
    expect(await flow.drive(await admitFinding(finding, tools))).toMatchObject({ stage: 'healed', verification: { reads: 2 } });
    // Its tags, the snapshot (block, website) and two agreeing reads; the sweep took two, the listing one for all.
    expect(cloud.counts().reads - before.reads).toBe(5);
    expect(cloud.counts().writes - before.writes).toBe(1);
  });

  test('that went away meanwhile is not written to, and one of more than a minute ago is asked again before it is decided', async () => {
    for (const waitMs of [0, 61_000]) {
      const { look, tools, flow, bucket, cloud } = world();
      const [finding] = (await look()).wrong;
      if (finding === undefined) throw new Error('nothing found');
      bucket(1).block = { ...closedBlock };
      flow.clock.pass(waitMs);
      const ended = await flow.drive(await admitFinding(finding, tools));
      expect(ended).toMatchObject({ stage: 'already-healthy', diagnosis: { observed: waitMs === 0 ? 'wrong' : 'healthy' } });
      expect(cloud.sent).toEqual([]);
    }
  });

  test('of an action that is not there is an error', async () => {
    const { look, tools } = world();
    const [finding] = (await look()).wrong;
    if (finding === undefined) throw new Error('nothing found');
    await expect(admitFinding({ ...finding, action: 's3.unknown' }, tools)).rejects.toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
