import { memoryBlobs } from '#adapters/memory/blobs.ts';
import { systemClock } from '#adapters/memory/clock.ts';
import { randomIds } from '#adapters/memory/ids.ts';
import { memoryStore } from '#adapters/memory/store.ts';
import { priceTable } from '#adapters/prices/price-table.ts';
import type { EvalCase } from '#catalogue/eval/eval-case.ts';
import { parsePolicy } from '#config/load-policy.ts';
import type { ModelPolicy } from '#config/model.ts';
import { HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import { keepHabits } from '#flow/habits/keep-habits.ts';
import type { Receiving } from '#flow/receive.ts';
import type { Tools } from '#flow/tools.ts';
import type { Action, Catalogue, Remedy } from '#ports/catalogue.ts';
import type { Clock } from '#ports/clock.ts';
import type { Cloud, Reader } from '#ports/cloud.ts';
import type { Knowledge } from '#ports/knowledge.ts';
import type { Log } from '#ports/log.ts';
import type { Model } from '#ports/model.ts';
import type { Store } from '#ports/store.ts';

/** What all cases share. */
export interface EvalGround {
  readonly catalogue: Catalogue;
  readonly knowledge: Knowledge;
  /** Asked about every incident; the rules stand alone when absent. */
  readonly asked?: { readonly model: Model; readonly settings: ModelPolicy } | undefined;
  readonly log: Log;
}

/** When the cases happen. */
const then = Date.parse('2026-11-20T03:00:00Z');

/**
 * The engine over one case: the state is what the case says, nothing can be written, and nothing but the model is reached. What is kept about the
 * model is shared by the cases, so that a day's budget holds for all of them.
 */
export function evalWorld(
  { state, tags = {}, policy = '' }: EvalCase,
  { catalogue, knowledge, asked, log }: EvalGround,
  shared: Pick<Store, 'keep' | 'kept'> = memoryStore(),
): Receiving {
  const loaded = parsePolicy(policy, 'selfheal.yaml');
  const model = asked === undefined ? {} : { model: { ...asked.settings, ask: 'always' as const } };
  const began = systemClock.now();
  const store = sharing(shared);
  const clock: Clock = {
    now: () => then + systemClock.now() - began,
    sleep: (milliseconds, signal) => systemClock.sleep(milliseconds, signal),
  };
  return {
    store,
    blobs: memoryBlobs(),
    cloud: nowhere,
    catalogue: overState(catalogue, state, tags),
    habits: keepHabits({ store, clock, log, catalogue }),
    knowledge,
    model: asked?.model,
    prices: priceTable,
    clock,
    ids: randomIds,
    log,
    policy: () => ({ ...loaded, policy: { ...loaded.policy, ...model } }),
    defaultMode: 'dry-run',
    agreementMs: 100,
    process: 'eval',
    driver: { start: async () => {}, wake: async () => {} },
  };
}

/** A store of its own, but for what is kept about the model. */
function sharing(shared: Pick<Store, 'keep' | 'kept'>): Store {
  const own = memoryStore();
  const of = (key: string): Pick<Store, 'keep' | 'kept'> => (key.startsWith('model-') ? shared : own);
  return { ...own, keep: (key, value) => of(key).keep(key, value), kept: (key) => of(key).kept(key) };
}

/** The catalogue, in which every action sees the state of the case. */
function overState(catalogue: Catalogue, state: EvalCase['state'], tags: NonNullable<EvalCase['tags']>): Catalogue {
  const observe = async (): Promise<Json> => {
    if (state === undefined || state === 'gone')
      throw new HealError('no-such-resource', 'there is no such resource in this case', { retry: 'never' });
    return state;
  };
  const over = (action: Action): Action => ({
    ...action,
    tags: async () => tags,
    with: (params): Remedy => ({ ...action.with(params), observe }),
  });
  return {
    ...catalogue,
    action: async (id) => {
      const action = await catalogue.action(id);
      return action === undefined ? undefined : over(action);
    },
    actions: async () => (await catalogue.actions()).map(over),
  };
}

const unreachable = async (): Promise<never> => {
  throw new HealError('access-denied', 'a labelled case knows nothing else of AWS', { retry: 'never' });
};
const reader = (site: Parameters<Cloud['reader']>[0]): Reader => ({
  site,
  read: unreachable,
  find: unreachable,
  peek: unreachable,
  recorded: async () => undefined,
  guarded: () => [],
  now: () => then,
  digest: (secret) => String(secret.length),
});
const nowhere: Tools['cloud'] = {
  reader,
  writer: () => ({ session: 'arn:aws:sts::000000000000:assumed-role/none/none', send: unreachable }),
};
