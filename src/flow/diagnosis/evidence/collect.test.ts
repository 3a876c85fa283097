import { describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import type { Sight } from '#flow/look.ts';
import type { Tools } from '#flow/tools.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { flowWorld } from '#testkit/flow-world.ts';
import { awsError } from '#testkit/scripted-cloud.ts';
import { collectEvidence } from './collect.ts';
import { type Collector, defineCollector, type Item } from './define-collector.ts';

const wrong: Sight = { seen: 'wrong', state: { website: false }, wrong: 'the bucket has no public access block' };
const secret = 'AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

/** An open incident, and the tools that would diagnose it. */
async function opened({ policy = '', evidenceMs = 200 }: { readonly policy?: string; readonly evidenceMs?: number } = {}) {
  const { cloud, ref, buckets } = bucketWorld(1);
  const bucket = buckets.get('bucket-0001');
  if (bucket !== undefined) bucket.block = undefined;
  const world = flowWorld({ cloud, actions: [blockPublicAccess], policy, evidenceMs });
  const admission = await world.open(ref('bucket-0001'));
  if (admission.admitted !== 'opened') throw new Error(admission.admitted);
  return { ...world, cloud, incident: admission.incident };
}

const collector = (collect: Collector['collect'], more: Partial<Collector> = {}): Collector =>
  defineCollector({
    kind: 'changes',
    source: 'a test',
    reads: [],
    share: 1,
    limitBytes: 1_000,
    appliesTo: () => true,
    collect,
    ...more,
  });
const finds = (what: string, data?: Json): Collector => collector(async () => [{ what, at: 1, ...(data === undefined ? {} : { data }) }]);
const never = collector(() => new Promise<readonly Item[]>(() => undefined));
const dataOf = async (tools: Tools, blob: string | undefined): Promise<Json> => (blob === undefined ? null : await tools.blobs.get(blob));

describe('time', () => {
  test('what is late is a gap that says so, and the rest is there', async () => {
    const { incident, tools } = await opened({ evidenceMs: 40 });
    const began = performance.now();
    const { evidence, gaps } = await collectEvidence(incident, wrong, tools, [never, finds('quick')]);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(evidence.map(({ what }) => what)).toEqual([expect.stringContaining('event-1'), wrong.wrong, 'quick']);
    expect(gaps).toEqual([
      { kind: 'changes', source: 'a test', because: 'not answered within 40 ms, and a fix waits no longer for evidence' },
    ]);
  });

  test('each collector has its own deadline, and the requests of one that is late are given up', async () => {
    const { incident, tools } = await opened({ evidenceMs: 5_000 });
    let given: AbortSignal | undefined;
    const reader = tools.cloud.reader;
    const cloud = {
      ...tools.cloud,
      reader: (site: Parameters<typeof reader>[0]) => ({
        ...reader(site),
        peek: (_service: string, _operation: string, _input: unknown, { signal }: { readonly signal: AbortSignal }) => {
          given = signal;
          return new Promise<never>(() => undefined);
        },
      }),
    };
    const hanging = collector(async (_, { here }) => [{ what: JSON.stringify(await here('s3', 'listBuckets', {})), at: 1 }], {
      share: 0.006,
    });
    const { gaps } = await collectEvidence(incident, wrong, { ...tools, cloud }, [hanging]);
    expect(gaps[0]?.because).toContain('30 ms');
    expect(given?.aborted).toBe(true);
  });

  test('the budget of the policy goes before that of the world, and 0 collects none', async () => {
    const { incident, tools } = await opened({ policy: 'evidence: { seconds: 0.03 }', evidenceMs: 60_000 });
    expect((await collectEvidence(incident, wrong, tools, [never])).gaps[0]?.because).toContain('30 ms');
    const off = await opened({ policy: 'evidence: { seconds: 0 }' });
    const { evidence, gaps } = await collectEvidence(off.incident, wrong, off.tools, [never, finds('quick')]);
    expect([evidence.map(({ id }) => id), gaps]).toEqual([['e1', 'e2'], []]);
  });

  test('a fix waits for evidence no longer than the budget, and is made', async () => {
    const { incident, cloud, drive } = await opened({ evidenceMs: 40 });
    cloud.on('cloudtrail', 'lookupEvents', () => new Promise<never>(() => undefined));
    const healed = await drive(incident.id);
    expect(healed.stage).toBe('healed');
    expect(healed.diagnosis?.gaps).toContainEqual(
      expect.objectContaining({ source: 'cloudtrail LookupEvents', because: expect.stringContaining('30 ms') }),
    );
  });
});

describe('what cannot be read', () => {
  test.each([
    [awsError('AccessDeniedException', { code: 'access-denied' }), 'AWS refused it: "selfheal iam" prints what the read role needs'],
    [
      awsError('ThrottlingException', { code: 'throttled', retry: 'later' }),
      'AWS throttled the question, and evidence is asked for only once',
    ],
    [awsError('NotImplemented', { code: 'unsupported-operation' }), 'this endpoint does not offer it'],
    [awsError('TypeError'), 'the endpoint answered with something that the SDK cannot read'],
    [awsError('SubscriptionRequiredException'), expect.stringContaining('support plan')],
    [awsError('NoAvailableConfigurationRecorderException'), 'AWS Config records nothing in this account and region'],
    [new Error(`it broke beside ${secret}`), 'it broke beside AKIAIOSFODNN7EXAMPLE [redacted]'],
  ])('is a gap that says why: %s', async (error, because) => {
    const { incident, tools } = await opened();
    const { gaps } = await collectEvidence(incident, wrong, tools, [collector(() => Promise.reject(error))]);
    expect(gaps).toEqual([{ kind: 'changes', source: 'a test', because }]);
  });

  test('nothing that fails around it makes it throw: not the store, not the blobs, not a collector that cannot even say whether it applies', async () => {
    const { incident, tools } = await opened();
    const fail = () => Promise.reject(new Error('the disk is gone'));
    const broken = { ...tools, store: { ...tools.store, incidents: fail, kept: fail, keep: fail }, blobs: { ...tools.blobs, put: fail } };
    const unsure = collector(async () => [], {
      appliesTo: () => {
        throw new Error('unsure');
      },
    });
    const tried = { ...incident, attempt: 1 };
    const { evidence, gaps } = await collectEvidence(tried, wrong, broken, [unsure, finds('with data', { a: 1 })]);
    expect(evidence).toHaveLength(2);
    expect(gaps).toEqual([{ kind: 'changes', source: 'a test', because: 'the disk is gone' }]);
    // All of ours too: each of them fails or finds nothing.
    expect((await collectEvidence(tried, wrong, broken)).evidence.map(({ id }) => id)).toEqual(['e1', 'e2']);
  });
});

describe('what is kept', () => {
  test('no secret, neither in the sentence nor in the data, and none that the cut goes through', async () => {
    const { incident, tools } = await opened();
    const data = {
      password: 'hunter2-hunter2',
      log: [`${'x'.repeat(590)} ${secret}`],
      Environment: { Variables: { DB: 'hunter2-hunter2' } },
    };
    const { evidence } = await collectEvidence(incident, wrong, tools, [finds(`${'y'.repeat(380)} ${secret}`, data)]);
    const stored = JSON.stringify([evidence, await dataOf(tools, evidence[2]?.blob)]);
    expect(stored).not.toMatch(/hunter2|wJalrXUtn/);
    expect(stored).toContain('[redacted]');
  });

  test('no more than its limit, and it says that it was cut', async () => {
    const { incident, tools } = await opened();
    const { evidence } = await collectEvidence(incident, wrong, tools, [
      finds(
        'long',
        Array.from({ length: 5_000 }, (_, line) => `line ${line}`),
      ),
      finds('short', [1]),
    ]);
    expect(Buffer.byteLength(JSON.stringify(await dataOf(tools, evidence[2]?.blob)))).toBeLessThanOrEqual(1_000);
    expect(evidence.map(({ cut }) => cut)).toEqual([undefined, undefined, true, undefined]);
  });

  test('the document stays small however much there is to tell', async () => {
    const { incident, tools } = await opened();
    const chatty = Array.from({ length: 30 }, () =>
      collector(async () => Array.from({ length: 50 }, (_, at) => ({ what: 'ü'.repeat(9_000), at, data: [at] }))),
    );
    const failing = Array.from({ length: 30 }, () => collector(() => Promise.reject(new Error('ü'.repeat(9_000)))));
    const { evidence, gaps } = await collectEvidence(incident, wrong, tools, [...chatty, ...failing]);
    expect([evidence.length, gaps.length]).toEqual([24, 16]);
    expect(Buffer.byteLength(JSON.stringify({ evidence, gaps }))).toBeLessThan(40_000);
  });

  test('ids follow the order of the collectors, whichever answers first', async () => {
    const { incident, tools } = await opened();
    const after = (milliseconds: number, what: string): Collector =>
      collector(() => new Promise((resolve) => setTimeout(() => resolve([{ what, at: 1 }]), milliseconds)));
    const ids = async (...times: readonly [number, number, number]) =>
      (
        await collectEvidence(
          incident,
          wrong,
          tools,
          times.map((time, index) => after(time, `item ${index}`)),
        )
      ).evidence
        .map(({ id, what }) => `${id} ${what}`)
        .slice(2);
    const expected = ['e3 item 0', 'e4 item 1', 'e5 item 2'];
    expect(await ids(20, 1, 10)).toEqual(expected);
    expect(await ids(1, 10, 20)).toEqual(expected);
  });

  test('it all fits the document that is stored', async () => {
    const { incident, drive } = await opened();
    const { diagnosis, ...rest } = await drive(incident.id);
    expect(IncidentDocument.parse({ ...rest, diagnosis }).diagnosis?.evidence.map(({ kind }) => kind)).toEqual([
      'event',
      'configuration',
      'similar',
    ]);
  });
});

describe('when it is collected', () => {
  test.each<[string, Sight | undefined, number]>([
    ['seen to be wrong', wrong, 1],
    ['not observable by any action', undefined, 1],
    ['unreadable', { seen: 'unreadable', error: awsError('AccessDenied', { code: 'access-denied' }) }, 1],
    ['healthy', { seen: 'healthy', state: {} }, 0],
    ['gone', { seen: 'gone', because: 'there is no such bucket' }, 0],
  ])('a resource that is %s', async (_, sight, times) => {
    const { incident, tools } = await opened();
    let looked = 0;
    await collectEvidence(incident, sight, tools, [collector(async () => [{ what: `${++looked}`, at: 1 }])]);
    expect(looked).toBe(times);
  });

  test('not for what is nobody’s worry, and not of the kinds that the policy leaves out', async () => {
    const { incident, tools } = await opened({ policy: 'evidence: { without: [logs] }' });
    expect((await collectEvidence({ ...incident, class: 'normal' }, wrong, tools, [finds('x')])).evidence).toHaveLength(2);
    const found = await collectEvidence(incident, wrong, tools, [{ ...finds('log'), kind: 'logs' }, finds('change')]);
    expect(found.evidence.map(({ what }) => what).slice(2)).toEqual(['change']);
  });

  test('a stage that is tried again and again collects twice at most; a person who retries later collects anew', async () => {
    const { incident, tools, clock } = await opened();
    let looked = 0;
    const counting = [
      collector(async () => [{ what: `look ${++looked}`, at: 1, data: ['x'] }]),
      collector(() => Promise.reject(new Error('no'))),
    ];
    const tries = [
      incident,
      { ...incident, attempt: 1 },
      { ...incident, attempt: 2 },
      { ...incident, attempt: 2, since: incident.since - 60_000 },
    ];
    const found = [];
    for (const each of tries) found.push(await collectEvidence(each, wrong, tools, counting));
    expect(looked).toBe(2);
    expect(found[3]).toEqual(found[1]);
    expect(found[1]?.gaps).toHaveLength(1);
    await collectEvidence({ ...incident, attempt: 1, generation: 1 }, wrong, tools, counting);
    clock.pass(10 * 60_000);
    await collectEvidence({ ...incident, attempt: 1 }, wrong, tools, counting);
    expect(looked).toBe(4);
  });
});
