import { brokenAt, readEntry } from '#domain/entry.ts';
import { HealError } from '#domain/heal-error.ts';
import type { Terminal } from '#entry/cli/terminal.ts';
import { allEntries, type LedgerLine, ledgerLine } from '#entry/views/incident-view.ts';
import type { LedgerFault } from '#entry/views/ledger-fault.ts';
import type { Store } from '#ports/store.ts';
import { timeline } from './timeline.ts';

/** What was recorded on one day and belongs to no incident: who stopped all writes, who allowed them again, what could not be taken in. */
interface SystemDay {
  readonly chain: string;
  readonly ledger: readonly LedgerLine[];
  readonly broken: LedgerFault | null;
}

/** Is this the name of such a day (UTC): `system-2026-11-21`? */
export const isSystemDay = (id: string): boolean => /^system-\d{4}-\d\d-\d\d$/.test(id);

/** Reads a day. Throws HealError `not-found` when nothing was recorded then. */
export async function systemDay(chain: string, store: Store): Promise<SystemDay> {
  const entries = await allEntries(chain, store);
  if (entries.length === 0) throw new HealError('not-found', `Nothing was recorded in ${chain}; "selfheal incidents" lists what happened.`);
  return { chain, ledger: entries.map((entry) => ledgerLine(readEntry(entry), entry)), broken: brokenAt(entries) ?? null };
}

/** The same for a person. */
export const systemDayText = ({ ledger, broken }: SystemDay, screen: Pick<Terminal, 'width' | 'paint'>): string =>
  [
    ...timeline(ledger, screen),
    broken === null ? 'Every entry follows from the one before it.' : `BROKEN at entry ${broken.seq}: ${broken.because}`,
  ].join('\n');
