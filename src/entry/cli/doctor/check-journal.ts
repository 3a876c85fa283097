import { existsSync } from 'node:fs';
import { systemClock } from '#adapters/memory/clock.ts';
import { loadPolicy } from '#config/load-policy.ts';
import { brokenAt } from '#domain/entry.ts';
import { asHealError } from '#domain/heal-error.ts';
import { openJournal } from '#entry/cli/journal.ts';
import { allEntries } from '#entry/views/incident-view.ts';
import { type LedgerFault, ledgerFault } from '#entry/views/ledger-fault.ts';
import { stoppedBy, systemChain } from '#flow/stop.ts';
import type { Store } from '#ports/store.ts';
import { type Check, fine, missing, unused } from './check.ts';

/** Is the policy file sound? */
export async function checkPolicy(file: string): Promise<Check> {
  if (!existsSync(file)) return fine('Policy', `there is no ${file}: the defaults are in force`);
  try {
    await loadPolicy(file);
    return fine('Policy', `${file} is sound`);
  } catch (error) {
    return missing('Policy', asHealError(error).message);
  }
}

const mostIncidents = 1_000;
const mostDays = 31;
const dayMs = 24 * 60 * 60_000;

/** Opens the journal, verifies the newest thousand ledgers and a month of system chains, and says whether writes are stopped. */
export async function checkJournal(dataDir: string): Promise<readonly Check[]> {
  try {
    const store = openJournal(dataDir);
    const checks = [await checkLedgers(store), await checkStop(store)];
    await store.close();
    return checks;
  } catch (error) {
    const { code, message } = asHealError(error);
    return [code === 'not-running' ? unused('Journal', message) : missing('Journal', message)];
  }
}

async function checkLedgers(store: Store): Promise<Check> {
  for (let day = 0; day < mostDays; day++) {
    const chain = systemChain(Date.now() - day * dayMs);
    const broken = brokenAt(await allEntries(chain, store));
    if (broken !== undefined) return brokenLedger(chain, broken);
  }
  let incidents = 0;
  let cursor: string | undefined;
  do {
    const page = await store.incidents({ by: 'opened' }, { limit: 100, cursor });
    for (const incident of page.items) {
      const broken = ledgerFault(incident, await allEntries(incident.id, store));
      if (broken !== undefined) return brokenLedger(incident.id, broken);
    }
    cursor = page.cursor;
    incidents += page.items.length;
  } while (cursor !== undefined && incidents < mostIncidents);
  const which = `${cursor === undefined ? '' : 'the newest '}${incidents} ${incidents === 1 ? 'incident' : 'incidents'}`;
  return fine('Ledger', `${which}: every entry follows from the one before it, and the incidents say what was recorded`);
}

const brokenLedger = (chain: string, { seq, because }: LedgerFault): Check =>
  missing('Ledger', `${chain} is broken at entry ${seq}: ${because}. Keep a copy of the journal and ask who wrote to it.`);

async function checkStop(store: Store): Promise<Check> {
  const by = await stoppedBy({ store, clock: systemClock });
  return by === undefined
    ? fine('Stop switch', 'off: writes are allowed')
    : unused('Stop switch', `on: ${by} stopped all writes; "selfheal resume" allows them again`);
}
