import { z } from 'zod';
import type { HealError } from '#domain/heal-error.ts';
import type { Store } from '#ports/store.ts';

/** A channel that could not be reached: since when, how often in a row, and when it is tried again; epoch milliseconds. */
const Health = z.object({ since: z.int(), failures: z.int(), next: z.int(), error: z.string() });
export type Health = Readonly<z.infer<typeof Health>>;

const firstMs = 2_000;
const longestMs = 5 * 60_000;
/** Dead for so long or so often, and what needs a person is told elsewhere. */
const patience = { milliseconds: 60_000, failures: 3 } as const;

const keyOf = (channel: string): string => `channel:${channel}:health`;

/** Nothing when the channel could be reached the last time. */
export async function readHealth(store: Store, channel: string): Promise<Health | undefined> {
  const kept = await store.kept(keyOf(channel));
  return kept === undefined || kept === '' ? undefined : Health.parse(JSON.parse(kept));
}

export const keepHealth = (store: Store, channel: string, health: Health | undefined): Promise<void> =>
  store.keep(keyOf(channel), health === undefined ? '' : JSON.stringify(health));

/** After one more failure: pauses double from two seconds to five minutes, or last as long as the channel itself asks. */
export function failedAgain(before: Health | undefined, error: HealError, now: number): Health {
  const failures = (before?.failures ?? 0) + 1;
  const asked = error.details?.['retryAfterMs'];
  const pause = typeof asked === 'number' ? asked : Math.min(longestMs, firstMs * 2 ** Math.min(10, failures - 1));
  return { since: before?.since ?? now, failures, next: now + pause, error: error.message };
}

/** Is it time to tell others what a person has to know? */
export const isGivenUpOn = (health: Health | undefined, now: number): boolean =>
  health !== undefined && (health.failures >= patience.failures || now - health.since >= patience.milliseconds);
