import { asHealError } from '#domain/heal-error.ts';
import { hasEnded } from '#domain/incident.ts';
import type { Driver } from '#ports/driver.ts';
import { advance, type Next, release } from './advance.ts';
import { leaseOn } from './lease.ts';
import { isStage } from './lifecycle.ts';
import type { Stages } from './stages.ts';
import type { Tools } from './tools.ts';

/** The driver inside a process: runs what is started, and resumes from the store whatever is due (also after a crash). */
export interface Worker extends Driver {
  /** Looks for due incidents until the signal aborts; comes back when the last stage under way has committed. */
  run(signal: AbortSignal): Promise<void>;
  /** Comes back when nothing is running or waiting here any more. */
  idle(): Promise<void>;
  readonly running: number;
}

const pollMs = 500;
const pageSize = 100;
/** Longer waits give the lease back and are found again by their due time. */
const longestInMemoryMs = 2_000;

export function startWorker(stages: Stages, tools: Tools, { atOnce = 32 }: { readonly atOnce?: number } = {}): Worker {
  const active = new Map<string, Promise<void>>();
  const queue: string[] = [];
  const again = new Set<string>();
  const ending = { now: false };

  const pump = (): void => {
    while (!ending.now && active.size < atOnce) {
      const id = queue.shift();
      if (id === undefined) return;
      if (active.has(id)) continue;
      const running = drive(id, stages, tools, () => ending.now)
        .catch((error: unknown) => tools.log.error(`${id}: ${asHealError(error).message}; it is tried again when it is due`))
        .finally(() => {
          active.delete(id);
          if (again.delete(id)) queue.push(id);
          pump();
        });
      active.set(id, running);
    }
  };
  const begin = (id: string): void => {
    if (active.has(id)) {
      // A wake that comes while the incident runs is not lost: it is looked at once more.
      again.add(id);
      return;
    }
    if (queue.includes(id)) return;
    queue.push(id);
    pump();
  };
  const idle = async (): Promise<void> => {
    while (active.size > 0) await Promise.all(active.values());
  };

  return {
    start: async ({ id }) => begin(id),
    wake: async ({ id }) => begin(id),
    get running() {
      return active.size + queue.length;
    },
    idle,
    async run(signal) {
      while (!signal.aborted) {
        for (const id of await dueIncidents(tools)) if (!active.has(id)) begin(id);
        await tools.clock.sleep(pollMs, signal);
      }
      ending.now = true;
      await idle();
    },
  };
}

async function dueIncidents({ store, clock, log }: Tools): Promise<readonly string[]> {
  try {
    const { items } = await store.incidents({ by: 'due', before: clock.now() }, { limit: pageSize });
    return items.map(({ id }) => id);
  } catch (error) {
    log.error(`the store cannot be read: ${asHealError(error).message}; trying again`);
    return [];
  }
}

/** Stage after stage, until the incident ends, is parked, or waits for long. */
async function drive(id: string, stages: Stages, tools: Tools, stopping: () => boolean): Promise<void> {
  const lease = leaseOn(id, tools);
  // Where it really stands, the first advance tells.
  let stage: string | undefined = 'diagnosis';
  try {
    while (stage !== undefined && isStage(stage) && !stopping()) {
      const next: Next = await advance(id, stage, stages, tools, lease);
      if ('ask' in next) return;
      if ('to' in next) {
        stage = hasEnded(next.to) ? undefined : next.to;
        continue;
      }
      if (next.wait > longestInMemoryMs) return;
      await tools.clock.sleep(next.wait);
    }
  } finally {
    await release(id, tools);
  }
}
