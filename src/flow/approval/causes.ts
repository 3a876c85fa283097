import { z } from 'zod';
import { readEntry } from '#domain/entry.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { Actor } from '#domain/signal.ts';
import type { Store } from '#ports/store.ts';

const Repeated = z.object({ signal: z.object({ actor: Actor }) });

/** Everybody who caused an incident: who is named by its first signal, and by those that repeated it. */
export async function actorsOf({ id, signal, repeats }: IncidentDocument, store: Store): Promise<readonly Actor[]> {
  const actors = signal.actor === undefined ? [] : [signal.actor];
  if (repeats === 0) return actors;
  for await (const entry of store.entries(id)) {
    const body = readEntry(entry);
    const { data } = body.kind === 'repeated' ? Repeated.safeParse(body) : {};
    if (data !== undefined) actors.push(data.signal.actor);
  }
  return actors;
}
