import type { IncidentDocument } from '#domain/incident.ts';
import type { Tools } from '#flow/tools.ts';
import type { Store } from '#ports/store.ts';

const most = 12;
/** In a storm every incident wants to know the same. */
const freshMs = 200;
const mostAccounts = 100;

interface Recent {
  readonly at: number;
  readonly incidents: Promise<readonly IncidentDocument[]>;
}
const recents = new WeakMap<Store, Map<string, Recent>>();

/** The newest incidents of an account, as of a moment ago. */
export function recentIncidents(account: string, { store, clock }: Pick<Tools, 'store' | 'clock'>): Promise<readonly IncidentDocument[]> {
  const byAccount = recents.get(store) ?? new Map<string, Recent>();
  recents.set(store, byAccount);
  const known = byAccount.get(account);
  if (known !== undefined && clock.now() < known.at + freshMs) return known.incidents;
  const incidents = store.incidents({ by: 'opened', account }, { limit: most }).then(({ items }) => items);
  byAccount.delete(account);
  byAccount.set(account, { at: clock.now(), incidents });
  // What failed is asked anew by the next one.
  incidents.catch(() => byAccount.delete(account));
  const oldest = byAccount.keys().next().value;
  if (byAccount.size > mostAccounts && oldest !== undefined) byAccount.delete(oldest);
  return incidents;
}
