import { existsSync } from 'node:fs';
import { systemClock } from '#adapters/memory/clock.ts';
import { loadPolicy } from '#config/load-policy.ts';
import { brokenAt, type Entry } from '#domain/entry.ts';
import { asHealError } from '#domain/heal-error.ts';
import { openJournal } from '#entry/cli/journal.ts';
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
  const chains = Array.from({ length: mostDays }, (_, day) => systemChain(Date.now() - day * dayMs));
  let incidents = 0;
  for (let cursor: string | undefined, more = true; more && incidents < mostIncidents; more = cursor !== undefined) {
    const page = await store.incidents({ by: 'opened' }, { limit: 100, cursor });
    cursor = page.cursor;
    incidents += page.items.length;
    chains.push(...page.items.map(({ id }) => id));
  }
  for (const chain of chains) {
    const broken = brokenAt(await entriesOf(store, chain));
    if (broken !== undefined)
      return missing(
        'Ledger',
        `${chain} is broken at entry ${broken.seq}: ${broken.because}. Keep a copy of the journal and ask who wrote to it.`,
      );
  }
  return fine('Ledger', `${incidents} ${incidents === 1 ? 'incident' : 'incidents'}, every entry follows from the one before it`);
}

async function entriesOf(store: Store, chain: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of store.entries(chain)) entries.push(entry);
  return entries;
}

async function checkStop(store: Store): Promise<Check> {
  const by = await stoppedBy({ store, clock: systemClock });
  return by === undefined
    ? fine('Stop switch', 'off: writes are allowed')
    : unused('Stop switch', `on: ${by} stopped all writes; "selfheal resume" allows them again`);
}
