import { z } from 'zod';
import type { Engine } from '#worlds/engine.ts';

const Health = z.object({ last: z.int() });
const stillMs = 300;
const patienceMs = 15_000;

/** Waits until the sandbox sends no more events and the engine has nothing to do: then what was set up is taken in, and recorded. */
export async function untilQuiet(endpoint: string, { tools: { store, clock } }: Engine): Promise<void> {
  const deadline = clock.now() + patienceMs;
  let last = -1;
  while (clock.now() < deadline) {
    const health = Health.parse(await (await fetch(`${endpoint}/_selfheal/health`)).json());
    const { items } = await store.incidents({ by: 'due', before: clock.now() + stillMs }, { limit: 1 });
    if (health.last === last && items.length === 0) return;
    last = health.last;
    await clock.sleep(stillMs);
  }
}
