import { memoryStore } from '#adapters/memory/store.ts';
import type { Entry } from '#domain/entry.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { Signal } from '#domain/signal.ts';
import { advance, release } from '#flow/advance.ts';
import { isStage } from '#flow/lifecycle.ts';
import { loop } from '#flow/loop.ts';
import { type Receiving, type Reception, receive } from '#flow/receive.ts';
import type { Action, Catalogue } from '#ports/catalogue.ts';
import type { Store } from '#ports/store.ts';
import { alice, catalogueOf, flowWorld, type sleepingClock } from './flow-world.ts';
import type { ScriptedCloud } from './scripted-cloud.ts';
import { type Watch, watchWrites } from './watched-writes.ts';

/** What outlives a process: the store, the blobs, AWS and the time. Each process is a watch over the same. */
export interface SurvivingWorld {
  readonly store: Store;
  readonly clock: ReturnType<typeof sleepingClock>;
  process(name: string, watch?: Watch, store?: Store): Receiving;
  /** An event of somebody else about a resource; what is given overrides it. */
  event(resource: ResourceRef, more?: Partial<Signal>): Signal;
  /** The event that AWS makes of the nth write that took effect. */
  echo(nth: number, resource: ResourceRef): Signal;
  deliver(event: Signal, process: Receiving): Promise<readonly Reception[]>;
  /** Runs whatever is due, until everything has ended or waits for a person. */
  resume(process: Receiving): Promise<void>;
  incidents(): Promise<readonly IncidentDocument[]>;
  ledger(id: string): Promise<readonly Entry[]>;
}

interface Options {
  readonly cloud: ScriptedCloud;
  readonly actions: readonly Action[];
  readonly policy?: string;
  readonly store?: Store;
}

/** More than a day of waiting, a minute at a time. */
const mostStages = 5_000;
const far = Number.MAX_SAFE_INTEGER;

/** Every event matches the action for its resource, so that only the loop itself keeps an echo from opening anything. */
function matchingCatalogue(actions: readonly Action[]): Catalogue {
  return {
    ...catalogueOf(actions),
    parse: (document) => ({ signals: [{ signal: Signal.parse(document), event: document }], drops: [] }),
    async match({ resource }) {
      const action = actions.find((each) => each.resource === resource.type);
      const params = action?.from(resource)[0];
      if (action === undefined || params === undefined) return [];
      const { condition } = action.with(params);
      const detection = { id: 'test.changed', title: 'A resource was changed', class: 'violation', severity: 'medium' } as const;
      return [{ detection: { ...detection, action: action.id }, remedy: { action: action.id, params, condition } }];
    },
  };
}

/** A world in which processes die and others take over. */
export function survivingWorld({ cloud, actions, policy, store = memoryStore() }: Options): SurvivingWorld {
  const { tools, clock } = flowWorld({ cloud, actions, store, ...(policy === undefined ? {} : { policy }) });
  const base = { ...tools, catalogue: matchingCatalogue(actions), driver: { start: async () => {}, wake: async () => {} } };
  let events = 0;

  return {
    store,
    clock,
    process: (name, watch, own = store) => ({
      ...base,
      process: name,
      ...(watch === undefined ? { store: own } : watchWrites({ ...base, store: own }, watch)),
    }),
    event(resource, more = {}) {
      events += 1;
      const id = `event-${events}`;
      const operation = 's3:DeleteBucketPublicAccessBlock';
      return {
        id,
        source: 'cloudtrail',
        rank: 'attested',
        title: 'a call',
        at: clock.now(),
        resource,
        actor: alice,
        requestId: `of-${id}`,
        operation,
        ...more,
      };
    },
    echo(nth, resource) {
      const write = cloud.sent.filter(({ effect }) => effect)[nth - 1];
      if (write === undefined) throw new Error(`there is no write ${nth}`);
      const { session: arn } = cloud.writer(write.site, write.incident);
      const actor = { type: 'AssumedRole', arn, session: write.incident, account: write.site.account };
      return this.event(resource, { actor, requestId: write.requestId, operation: `${write.service}:${write.operation}` });
    },
    deliver: (event, process) => receive(JSON.parse(JSON.stringify(event)) as Json, clock.now(), true, process),
    async resume(process) {
      for (let ran = 0; ran < mostStages; ran++) {
        const { items } = await process.store.incidents({ by: 'due', before: far }, { limit: 100 });
        const next = items.find(({ stage, asked, answer }) => isStage(stage) && !(stage === 'approval' && asked && answer === undefined));
        if (next === undefined || !isStage(next.stage)) return;
        clock.pass(Math.max(0, (next.due ?? 0) - clock.now()));
        const outcome = await advance(next.id, next.stage, loop, process);
        if ('wait' in outcome) await clock.sleep(outcome.wait);
        await release(next.id, process);
      }
      throw new Error(`after ${mostStages} stages something is still due`);
    },
    async incidents() {
      return (await store.incidents({ by: 'opened' }, { limit: 1_000 })).items;
    },
    async ledger(id) {
      const entries: Entry[] = [];
      for await (const entry of store.entries(id)) entries.push(entry);
      return entries;
    },
  };
}
