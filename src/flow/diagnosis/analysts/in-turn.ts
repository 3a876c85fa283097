import { HealError } from '#domain/heal-error.ts';
import type { Tools } from '#flow/tools.ts';

const holdMs = 5_000;
const pauseMs = 20;
const mostTries = 300;

/** Runs work while no other process runs work of the same name: values that are read, changed and kept must not get lost in between. Throws HealError `throttled`. */
export async function inTurn<T>(
  name: string,
  { store, clock, ids }: Pick<Tools, 'store' | 'clock' | 'ids'>,
  work: () => Promise<T>,
): Promise<T> {
  const key = `lease:${name}` as const;
  const owner = ids.short();
  for (let tries = 1; ; tries += 1) {
    const now = clock.now();
    if ((await store.take({ key, owner, until: now + holdMs }, now)) === undefined) break;
    if (tries === mostTries)
      throw new HealError('throttled', `${name}: too many processes want it at once; try again later`, { retry: 'later' });
    await clock.sleep(pauseMs);
  }
  try {
    return await work();
  } finally {
    await store.drop({ key, owner });
  }
}
