import { z } from 'zod';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Store } from '#ports/store.ts';

/** How often a condition came back lately: one line per incident that ended after a write. */
const Heal = z.object({ incident: z.string(), at: z.int(), by: z.string() });
const History = z.array(Heal);
export type Heal = Readonly<z.infer<typeof Heal>>;

const kept = 10;
const keyOf = (fingerprint: string): string => `history:${fingerprint}`;

export const unknown = 'unknown';

/** Who is behind an incident: of a session its role, as the name of a session is the caller's own word and another one each time. */
export const whoOf = ({ signal: { actor } }: IncidentDocument): string => actor?.role ?? actor?.arn ?? unknown;

/** The heals of a condition, oldest first. */
export async function historyOf(fingerprint: string, store: Store): Promise<readonly Heal[]> {
  const text = await store.kept(keyOf(fingerprint));
  return text === undefined ? [] : History.parse(JSON.parse(text));
}

/** Remembers an incident that wrote, so that the breaker can count. Doing it again, after a crash, changes only the time. */
export async function rememberEnd(incident: IncidentDocument, { store }: { readonly store: Store }): Promise<void> {
  if (incident.sent.length === 0 || incident.closedAt === undefined) return;
  const before = (await historyOf(incident.fingerprint, store)).filter((heal) => heal.incident !== incident.id);
  const heal = { incident: incident.id, at: incident.closedAt, by: whoOf(incident) };
  await store.keep(keyOf(incident.fingerprint), JSON.stringify([...before, heal].slice(-kept)));
}
