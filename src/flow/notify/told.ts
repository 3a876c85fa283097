import { z } from 'zod';
import { AnyJson, type JsonObject } from '#domain/json.ts';
import type { Store } from '#ports/store.ts';

/** How far a channel has been told of an incident. */
const Told = z.object({
  /** Number of the last ledger entry that was told or passed over. */
  seq: z.int(),
  /** The conversation about it there; absent: none was begun. */
  thread: z.string().optional(),
  /** What the ledger is to say about it; kept until it surely does. */
  owed: z.record(z.string(), AnyJson).optional(),
});
export interface Told {
  readonly seq: number;
  readonly thread?: string | undefined;
  readonly owed?: JsonObject | undefined;
}

const keyOf = (channel: string, incident: string): string => `told:${channel}:${incident}`;

/** Nothing told yet when nothing is kept. */
export async function readTold(store: Store, channel: string, incident: string): Promise<Told> {
  const kept = await store.kept(keyOf(channel, incident));
  return kept === undefined ? { seq: 0 } : Told.parse(JSON.parse(kept));
}

export const keepTold = (store: Store, channel: string, incident: string, told: Told): Promise<void> =>
  store.keep(keyOf(channel, incident), JSON.stringify(told));
