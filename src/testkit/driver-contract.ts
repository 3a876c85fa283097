import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { readEntry } from '#domain/entry.ts';
import { HealError } from '#domain/heal-error.ts';
import { hasEnded, type IncidentDocument } from '#domain/incident.ts';
import { answer } from '#flow/people.ts';
import type { Tools } from '#flow/tools.ts';
import type { Driver } from '#ports/driver.ts';
import { type BucketWorld, bucketWorld } from './bucket-world.ts';
import { type FlowWorld, flowWorld } from './flow-world.ts';

/** A driver over one world's tools. */
export interface DrivenWorld {
  readonly driver: Driver;
  /** Does nothing of the driver's run for this incident any more, because it waits for a person? */
  parked(incident: IncidentDocument): boolean;
  close(): Promise<void>;
}
/** `asked` is to be called with the incident's id as soon as its question is stored, before the driver has parked it. */
export type OpenDriver = (tools: Tools, asked: (id: string) => Promise<void>) => Promise<DrivenWorld>;

interface Scenario {
  readonly title: string;
  readonly prepare: (world: BucketWorld) => void;
  readonly ends: string;
  /** Kinds and edges, without waits, times and ids. */
  readonly ledger: readonly string[];
  readonly answers?: 'before-parked' | 'after-parked';
  readonly mode?: 'dry-run';
}

const heal = [
  'opened',
  'diagnosis>decision',
  'decision>snapshot',
  'snapshot>remediation',
  'intent',
  'result',
  'remediation>verification',
  'verification>healed',
  'ended',
];
const asked = ['opened', 'diagnosis>decision', 'decision>approval', 'asked', 'answered', 'approval>snapshot', ...heal.slice(3)];
const production = (world: BucketWorld): void => {
  first(world).tags = { environment: 'production' };
};

const scenarios: readonly Scenario[] = [
  { title: 'heals', prepare: () => undefined, ends: 'healed', ledger: heal },
  {
    title: 'simulates',
    prepare: () => undefined,
    mode: 'dry-run',
    ends: 'simulated',
    ledger: ['opened', 'diagnosis>decision', 'decision>simulated', 'ended'],
  },
  {
    title: 'ends at once when the condition is not there',
    prepare: (world) => {
      first(world).block = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
    },
    ends: 'already-healthy',
    ledger: ['opened', 'diagnosis>already-healthy', 'ended'],
  },
  {
    title: 'asks, and goes on when the answer comes while it is parked',
    prepare: production,
    answers: 'after-parked',
    ends: 'healed',
    ledger: asked,
  },
  {
    title: 'asks, and goes on when the answer comes before it is parked',
    prepare: production,
    answers: 'before-parked',
    ends: 'healed',
    ledger: asked,
  },
  {
    title: 'waits while AWS throttles',
    prepare: ({ cloud }) =>
      void cloud.fail({
        service: 's3',
        operation: 'getPublicAccessBlock',
        when: 'before',
        times: 1,
        error: new HealError('throttled', 'slow down', { retry: 'later' }),
      }),
    ends: 'healed',
    ledger: heal,
  },
  {
    title: 'escalates what AWS refuses',
    prepare: ({ cloud }) =>
      void cloud.fail({
        service: 's3',
        operation: 'putPublicAccessBlock',
        when: 'before',
        times: 99,
        error: new HealError('access-denied', 'not allowed'),
      }),
    ends: 'escalated',
    ledger: [...heal.slice(0, 7), 'verification>escalated', 'ended'],
  },
];

/** Every driver leads every scenario to the same end with the same ledger. `open` gives the driver under test. */
export function driverContract(name: string, open: OpenDriver): void {
  describe(`driver contract: ${name}`, () => {
    for (const scenario of scenarios) {
      describe(scenario.title, () => {
        const world = bucketWorld(1);
        first(world).block = undefined;
        scenario.prepare(world);
        const flow = flowWorld({
          cloud: world.cloud,
          actions: [blockPublicAccess],
          ...(scenario.mode === undefined ? {} : { mode: scenario.mode }),
        });
        let driven: DrivenWorld;
        const approve = (id: string): Promise<unknown> =>
          answer(id, 'approve', { name: 'dave', channel: 'test' }, { ...flow.tools, driver: driven.driver });
        beforeAll(async () => {
          driven = await open(flow.tools, async (id) => void (scenario.answers === 'before-parked' && (await approve(id))));
        });
        afterAll(() => driven.close());

        test(`ends ${scenario.ends} with the ledger of every driver`, async () => {
          const incident = await opened(flow, world);
          await driven.driver.start(incident);
          await driven.driver.start(incident);
          if (scenario.answers === 'after-parked') {
            await until(async () => {
              const present = await flow.tools.store.incident(incident.id);
              return present?.asked !== undefined && driven.parked(present);
            });
            await approve(incident.id);
          }
          await until(async () => hasEnded((await flow.tools.store.incident(incident.id))?.stage ?? 'diagnosis'));
          expect((await flow.tools.store.incident(incident.id))?.stage).toBe(scenario.ends);
          expect(await edges(flow, incident.id)).toEqual(scenario.ledger);
        });
      });
    }
  });
}

const first = ({ buckets }: BucketWorld): NonNullable<ReturnType<BucketWorld['buckets']['get']>> => {
  const found = buckets.get('bucket-0001');
  if (found === undefined) throw new Error('the world has no bucket');
  return found;
};

async function opened(flow: FlowWorld, world: BucketWorld): Promise<IncidentDocument> {
  const admission = await flow.open(world.ref('bucket-0001'));
  if (admission.admitted !== 'opened') throw new Error(`not opened but ${admission.admitted}`);
  return admission.incident;
}

async function edges({ tools }: FlowWorld, id: string): Promise<string[]> {
  const out: string[] = [];
  for await (const entry of tools.store.entries(id)) {
    const body = readEntry(entry);
    if (body.kind !== 'waited') out.push(body.kind === 'moved' ? `${body.from}>${body.to}` : body.kind);
  }
  return out;
}

async function until(done: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error('not in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
