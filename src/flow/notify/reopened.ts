import { chain, readEntry } from '#domain/entry.ts';
import type { Store } from '#ports/store.ts';

/** The chain that names incidents which people reopened: no listing shows one that was old and has ended again already. */
export const reopenedChain = 'system-reopened';

/** The same store, which writes down what is reopened before it is: then nobody who tells of incidents can miss it. */
export const notingReopened = (store: Store): Store => ({
  ...store,
  async commit(change, now) {
    const { id, generation } = change.incident;
    if (generation > 0 && change.entries.some((entry) => isCommand(readEntry(entry))))
      await store.append(reopenedChain, (head) => chain(head, { chain: reopenedChain, at: now, kind: 'observed', body: { reopened: id } }));
    return store.commit(change, now);
  },
});

const isCommand = (body: Readonly<Record<string, unknown>>): boolean => body['kind'] === 'moved' && body['command'] !== undefined;

/** Incidents that were reopened after that entry. */
export async function reopenedIn(store: Store, after: number): Promise<{ readonly last: number; readonly incidents: readonly string[] }> {
  let last = after;
  const incidents: string[] = [];
  for await (const entry of store.entries(reopenedChain, after)) {
    last = entry.seq;
    incidents.push(String(readEntry(entry)['reopened']));
  }
  return { last, incidents };
}
