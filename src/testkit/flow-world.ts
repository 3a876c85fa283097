import { setImmediate as turn } from 'node:timers/promises';
import { memoryBlobs } from '#adapters/memory/blobs.ts';
import { countingIds } from '#adapters/memory/ids.ts';
import { memoryStore } from '#adapters/memory/store.ts';
import { priceTable } from '#adapters/prices/price-table.ts';
import { parsePolicy } from '#config/load-policy.ts';
import type { Mode } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Actor, Signal } from '#domain/signal.ts';
import { type Admission, admit } from '#flow/admit.ts';
import { advance, type Next, release } from '#flow/advance.ts';
import { isStage } from '#flow/lifecycle.ts';
import { loop } from '#flow/loop.ts';
import type { Tools } from '#flow/tools.ts';
import type { Action, Catalogue, Detection, Match } from '#ports/catalogue.ts';
import type { Clock } from '#ports/clock.ts';
import type { Cloud } from '#ports/cloud.ts';
import type { Log } from '#ports/log.ts';
import type { Store } from '#ports/store.ts';

export const start = Date.parse('2026-11-20T03:00:00Z');

/** Time that passes only while somebody sleeps. */
export function sleepingClock(from = start): Clock & { pass(milliseconds: number): void } {
  let now = from;
  return {
    now: () => now,
    async sleep(milliseconds) {
      now += milliseconds;
      await turn();
    },
    pass(milliseconds) {
      now += milliseconds;
    },
  };
}

export const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Actions without sources or detections: tests open incidents themselves. */
export function catalogueOf(actions: readonly Action[]): Catalogue {
  return {
    parse: () => ({ signals: [], drops: [] }),
    match: async () => [],
    meaning: () => undefined,
    surroundings: ({ id }) => ({ names: [id], metrics: [], logGroups: [] }),
    repetitions: () => [],
    action: async (id) => actions.find((action) => action.id === id),
    actions: async () => actions,
    detections: () => [],
  };
}

export interface FlowWorld {
  readonly tools: Tools;
  readonly clock: ReturnType<typeof sleepingClock>;
  open(resource: ResourceRef, options?: Opening): Promise<Admission>;
  /** Runs stages until the incident ends, is parked, or `most` stages ran. */
  drive(id: string, most?: number): Promise<IncidentDocument>;
}

export interface Opening {
  readonly id?: string;
  readonly params?: JsonObject;
  readonly detection?: Partial<Detection>;
  readonly actor?: Actor;
  readonly signal?: Partial<Signal>;
  readonly event?: Json;
}

export interface FlowOptions {
  readonly cloud: Cloud;
  readonly actions: readonly Action[];
  /** The text; a function, where it is another one by and by. */
  readonly policy?: string | (() => string);
  readonly mode?: Mode;
  readonly store?: Store;
  readonly process?: string;
  readonly knowledge?: Tools['knowledge'];
  readonly model?: Tools['model'];
  /** How long a diagnosis may look around; not at all when absent. */
  readonly evidenceMs?: number;
}

export const alice: Actor = {
  type: 'IAMUser',
  arn: 'arn:aws:iam::123456789012:user/alice',
  account: '123456789012',
  sourceIp: '198.51.100.7',
};

/** The whole loop over memory and a scripted cloud, with time that passes only in sleep. */
export function flowWorld({
  cloud,
  actions,
  policy = '',
  mode = 'autopilot',
  store = memoryStore(),
  process = 'p1',
  knowledge,
  model,
  evidenceMs = 0,
}: FlowOptions): FlowWorld {
  const clock = sleepingClock();
  const fixed = typeof policy === 'string' ? parsePolicy(policy, 'selfheal.yaml') : undefined;
  const loaded = () => fixed ?? parsePolicy(typeof policy === 'string' ? policy : policy(), 'selfheal.yaml');
  const tools: Tools = {
    store,
    blobs: memoryBlobs(),
    cloud,
    catalogue: catalogueOf(actions),
    knowledge,
    model,
    prices: priceTable,
    clock,
    ids: countingIds(),
    log: quiet,
    policy: loaded,
    defaultMode: mode,
    agreementMs: 100,
    evidenceMs,
    process,
  };
  let events = 0;
  return {
    tools,
    clock,
    async open(resource, options = {}) {
      const [action] = actions;
      if (action === undefined) throw new Error('a world without actions opens nothing');
      const params = options.params ?? action.from(resource)[0] ?? {};
      const { condition } = action.with(params);
      const signal: Signal = {
        id: options.id ?? `event-${++events}`,
        source: 'cloudtrail',
        rank: 'attested',
        title: 'a call',
        at: clock.now(),
        resource,
        actor: options.actor ?? alice,
        requestId: `request-${events}`,
        operation: 's3:DeleteBucketPublicAccessBlock',
        ...options.signal,
      };
      const detection: Detection = {
        id: 's3.public-access-block-removed',
        title: 'A public access block was removed',
        class: 'violation',
        severity: 'high',
        action: action.id,
        ...options.detection,
      };
      const match: Match = { detection, remedy: { action: action.id, params, condition } };
      return admit(signal, options.event ?? { source: 'aws.s3' }, match, clock.now(), tools);
    },
    async drive(id, most = 100) {
      for (let ran = 0; ran < most; ran++) {
        const incident = await tools.store.incident(id);
        if (incident === undefined) throw new Error(`no incident ${id}`);
        if (!isStage(incident.stage)) return incident;
        const next: Next = await advance(id, incident.stage, loop, tools);
        if ('ask' in next) break;
        if ('wait' in next) await clock.sleep(next.wait);
      }
      await release(id, tools);
      const last = await tools.store.incident(id);
      if (last === undefined) throw new Error(`no incident ${id}`);
      return last;
    },
  };
}
