import { z } from 'zod';
import { hasEnded, type IncidentDocument, stageNames } from '#domain/incident.ts';
import type { Tools } from '#flow/tools.ts';
import { reopenedIn } from './reopened.ts';

type Needed = Pick<Tools, 'store' | 'clock'>;

const key = 'outbox';
const pageSize = 100;
/** Mostly there is nothing new, and each document that is listed is read. */
const firstPage = 3;
/** Processes whose clocks differ may open an incident "before" one that is known already. */
const skewMs = 10 * 60_000;
const deepEveryMs = 60_000;

/** Where looking for news goes on: the newest incident seen, the last reopening seen, and incidents that may have something to be told. */
const Kept = z.object({ opened: z.int(), reopened: z.int(), pending: z.array(z.string()) });
type Kept = z.infer<typeof Kept>;

/** Incidents with something to be told, and those that may have soon. */
export interface Pending {
  /** Finds what is new and reads what may have changed. */
  look(): Promise<readonly IncidentDocument[]>;
  /** Everybody was told everything of this version; an ended one is not looked at again. */
  done(incident: IncidentDocument): void;
}

/** Finds incidents by listings and keeps what it found, so that nothing is lost with the process. */
export function pendingIncidents({ store, clock }: Needed): Pending {
  let state: Kept | undefined;
  let written = '';
  let deepAt = 0;
  const seen = new Map<string, number>();

  const keep = async (kept: Kept): Promise<void> => {
    const text = JSON.stringify(kept);
    if (text !== written) await store.keep(key, text);
    written = text;
    state = kept;
  };
  const read = async (): Promise<Kept> => {
    const kept = await store.kept(key);
    if (kept === undefined) return firstLook({ store, clock });
    written = kept;
    return Kept.parse(JSON.parse(kept));
  };
  const newer = async ({ opened, pending }: Kept, now: number): Promise<Kept> => {
    const deep = now - deepAt >= deepEveryMs;
    if (deep) deepAt = now;
    const from = deep ? opened - skewMs : opened;
    const found = new Set(pending);
    let newest = opened;
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await store.incidents({ by: 'opened' }, { limit: cursor === undefined ? firstPage : pageSize, cursor });
      const fresh = page.items.filter(({ openedAt }) => openedAt >= from);
      // Many may have been opened in the same millisecond as the newest one.
      const any = deep || fresh.some(({ id }) => !seen.has(id));
      for (const { id, openedAt } of fresh) {
        newest = Math.max(newest, openedAt);
        if (!seen.has(id)) found.add(id);
        seen.set(id, openedAt);
      }
      cursor = any && fresh.length === page.items.length ? page.cursor : undefined;
    }
    for (const [id, openedAt] of seen) if (openedAt < newest - skewMs) seen.delete(id);
    return { opened: newest, reopened: state?.reopened ?? 0, pending: [...found] };
  };

  return {
    async look() {
      state ??= await read();
      const found = await newer(state, clock.now());
      const { last, incidents } = await reopenedIn(store, state.reopened);
      await keep({ opened: found.opened, reopened: last, pending: [...new Set([...found.pending, ...incidents])] });
      const documents = await Promise.all((state?.pending ?? []).map((id) => store.incident(id)));
      return documents.filter((each) => each !== undefined);
    },
    done({ id, stage }) {
      if (state !== undefined && hasEnded(stage)) state = { ...state, pending: state.pending.filter((each) => each !== id) };
    },
  };
}

/** A journal that nobody told of yet: what is open counts as new, what has ended is history. */
async function firstLook({ store, clock }: Needed): Promise<Kept> {
  const pending: string[] = [];
  for (const place of stageNames)
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await store.incidents({ by: 'place', place }, { limit: pageSize, cursor });
      pending.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    }
  const { last } = await reopenedIn(store, 0);
  return { opened: clock.now(), reopened: last, pending };
}
