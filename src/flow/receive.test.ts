import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import type { Json } from '#domain/json.ts';
import type { Signal } from '#domain/signal.ts';
import type { Catalogue, Match } from '#ports/catalogue.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { alice, catalogueOf, flowWorld } from '#testkit/flow-world.ts';
import { type Receiving, receive } from './receive.ts';

const detected = (id: string, action?: string): Match => ({
  detection: { id, title: id, class: 'violation', severity: 'high', ...(action === undefined ? {} : { action }) },
  ...(action === undefined ? {} : { remedy: { action, params: { bucket: 'bucket-0001' }, condition: {} } }),
});

/** Documents are lists of signals; each matches what the test says. */
function world(matches: readonly Match[] = [detected('s3.opened', blockPublicAccess.id)], more: Partial<Catalogue> = {}) {
  const { cloud, ref, site } = bucketWorld(2);
  const catalogue: Catalogue = {
    ...catalogueOf([blockPublicAccess]),
    parse: (document, _, { trusted }) => {
      if (!Array.isArray(document)) throw new TypeError('not a list');
      const signals = document.map((event: Json) => ({
        signal: { ...(event as unknown as Signal), rank: trusted ? 'attested' : 'reported' } as const,
        event,
      }));
      return { signals, drops: [{ because: 'read only', detail: 'GetObject changes nothing' }] };
    },
    match: async () => matches,
    ...more,
  };
  const flow = flowWorld({ cloud, actions: [blockPublicAccess] });
  const started: string[] = [];
  const learned: string[] = [];
  const tools: Receiving = {
    ...flow.tools,
    catalogue,
    driver: { start: async ({ id }) => void started.push(id), wake: async () => {} },
    learned: async ({ id }) => void learned.push(id),
  };
  const signal = (id: string, given: Partial<Signal> = {}): Json =>
    JSON.parse(
      JSON.stringify({
        id,
        source: 'cloudtrail',
        title: 'a call',
        at: flow.clock.now(),
        resource: ref('bucket-0001'),
        actor: alice,
        requestId: id,
        ...given,
      }),
    );
  const take = (document: Json, trusted = true) => receive(document, flow.clock.now(), trusted, tools);
  return { flow, tools, cloud, site, ref, started, learned, signal, take };
}

describe('what comes in', () => {
  test('opens an incident for each match of each signal, counts what was dropped, and starts what it opened', async () => {
    const { take, signal, started, ref } = world([detected('s3.opened', blockPublicAccess.id), detected('s3.seen')]);
    const receptions = await take([signal('e1'), signal('e2', { resource: ref('bucket-0002') })]);
    expect(receptions.map(({ became }) => became)).toEqual(['dropped', 'opened', 'opened', 'opened', 'opened']);
    expect(receptions[0]).toEqual({ became: 'dropped', because: 'read only', detail: 'GetObject changes nothing' });
    expect(receptions.flatMap((one) => (one.became === 'opened' ? [one.detection] : []))).toEqual([
      's3.opened',
      's3.seen',
      's3.opened',
      's3.seen',
    ]);
    expect(started).toHaveLength(4);
    expect(new Set(started).size).toBe(4);
  });

  test('twice is a duplicate, again is a repeat, and neither starts anything', async () => {
    const { take, signal, started, tools } = world();
    await take([signal('e1')]);
    expect((await take([signal('e1')])).slice(1)).toMatchObject([{ became: 'duplicate', incident: started[0] }]);
    expect((await take([signal('e2')])).slice(1)).toMatchObject([{ became: 'repeat', incident: started[0] }]);
    expect(started).toHaveLength(1);
    expect(await tools.store.incident(started[0] ?? '')).toMatchObject({ repeats: 1 });
  });

  test('twice within one document counts once', async () => {
    const { take, signal } = world();
    expect((await take([signal('e1'), signal('e1')])).map(({ became }) => became)).toEqual(['dropped', 'opened', 'duplicate']);
  });

  test('at the same time opens one incident', async () => {
    const { take, signal, started } = world();
    const receptions = (await Promise.all(['e1', 'e2', 'e3', 'e4'].map((id) => take([signal(id)])))).map(([, one]) => one?.became);
    expect(receptions.filter((became) => became === 'repeat')).toHaveLength(3);
    expect(started).toHaveLength(1);
  });

  test('and cannot be parsed is a drop with its reason, never a crash', async () => {
    const { take } = world();
    expect(await take({ not: 'a list' })).toEqual([{ became: 'dropped', because: 'malformed', detail: 'not a list' }]);
  });

  test('opens an incident however much strangers wrote into it, and none about a name that is longer than any of AWS', async () => {
    const { take, signal, ref } = world();
    const flood = 'é"'.repeat(60_000);
    const received = await take([signal('1', { title: flood, actor: { ...alice, userAgent: flood } })]);
    expect(received.map(({ became }) => became)).toContain('opened');
    expect(await take([signal('2', { resource: { ...ref('bucket-0001'), id: flood } })])).toContainEqual({
      became: 'dropped',
      because: 'malformed',
      detail: 'the name of its resource is longer than AWS has any',
    });
  });

  test('through an intake that nobody vouches for is only reported', async () => {
    const { take, signal } = world();
    expect((await take([signal('e1')], false))[1]).toMatchObject({ became: 'opened', signal: { rank: 'reported' } });
  });

  test('and matches nothing is told to the recorder; what matches is not', async () => {
    const { take, signal, learned } = world([]);
    expect((await take([signal('e1')]))[1]).toMatchObject({ became: 'unmatched' });
    expect(learned).toEqual(['e1']);
    const other = world();
    await other.take([other.signal('e1')]);
    expect(other.learned).toEqual([]);
  });

  test('twice of a condition, seen as something worse, makes the incident worse, never milder', async () => {
    const classes = ['failure', 'tampering', 'violation'] as const;
    let next = 0;
    const { take, signal, started, tools } = world([], {
      match: async () => {
        const match = detected('s3.opened', blockPublicAccess.id);
        return [{ ...match, detection: { ...match.detection, class: classes[next++] ?? 'normal' } }];
      },
    });
    const classAfter = async (id: string) => {
      await take([signal(id)]);
      return (await tools.store.incident(started[0] ?? ''))?.class;
    };
    expect([await classAfter('e1'), await classAfter('e2'), await classAfter('e3'), await classAfter('e4')]).toEqual([
      'failure',
      'tampering',
      'tampering',
      'tampering',
    ]);
  });
});

describe('our own echo', () => {
  const echo = async ({ flow, tools, cloud, site, take, signal, started, ref }: ReturnType<typeof world>, given: Partial<Signal>) => {
    await take([signal('e1')]);
    const [id = ''] = started;
    expect(await flow.drive(id)).toMatchObject({ stage: 'healed' });
    const [write] = cloud.sent;
    const { session: arn } = tools.cloud.writer(site, id);
    const actor = { type: 'AssumedRole', arn, session: id };
    return await take([signal('ours', { actor, requestId: write?.requestId ?? '', resource: ref('bucket-0001'), ...given })]);
  };
  const openBucket = () => {
    const made = world();
    made.cloud.on('s3', 'getPublicAccessBlock', () => (made.cloud.sent.length > 0 ? { PublicAccessBlockConfiguration: closed } : {}));
    return made;
  };
  const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

  test('is known by its request id and opens nothing', async () => {
    const made = openBucket();
    expect((await echo(made, {}))[1]).toMatchObject({ became: 'echo', incident: made.started[0] });
    expect(made.started).toHaveLength(1);
    expect(made.learned).toEqual([]);
  });

  test('is not believed by the name of a session, with another request id', async () => {
    const made = openBucket();
    const forged = { type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/other/inc-x', session: 'inc-x' };
    expect((await echo(made, { actor: forged, requestId: 'of-somebody-else' }))[1]).toMatchObject({ became: 'opened' });
  });
});
