import type { IncidentDocument } from '#domain/incident.ts';
import { type Heal, historyOf, unknown, whoOf } from '#flow/history.ts';
import type { Store } from '#ports/store.ts';

const windowMs = 20 * 60_000;
/** One heal and one repeat; the third time in the window is somebody's will. */
const limit = 2;

/** Why we stop healing this again and again, naming the opponent; nothing while the breaker is closed. */
export async function tripped(incident: IncidentDocument, store: Store, now: number): Promise<string | undefined> {
  const recent = (await historyOf(incident.fingerprint, store)).filter(({ at }) => now - at < windowMs);
  if (recent.length < limit) return undefined;
  const opponents = [...new Set([...recent.map(({ by }: Heal) => by), whoOf(incident)])].filter((by) => by !== unknown);
  const times = `${recent.length + 1} times in 20 minutes`;
  if (opponents.length === 0) return `something that AWS does not name put this back ${times}: ${tugOfWar}`;
  return `${opponents.map(nameOf).join(' and ')} put this back ${times} (${opponents.join(', ')}): ${tugOfWar}`;
}

const tugOfWar = 'healing it again would be a tug-of-war, a person decides';
/** `terraform-ci` of `arn:aws:iam::123456789012:role/terraform-ci`. */
const nameOf = (arn: string): string => arn.split('/').at(-1) || arn;
