import { type Entry, type EntryBody, genesis, type Head, readEntry } from '#domain/entry.ts';
import { HealError } from '#domain/heal-error.ts';
import { sha256 } from '#domain/json.ts';
import type { Commit } from '#ports/store.ts';
import { writeIncident } from './stored-incident.ts';

/** A commit that makes sense in itself: what every store checks before it looks at what it holds. */
export interface CheckedCommit {
  /** The document's JSON text. */
  readonly text: string;
  /** The ledger's head that the stored document must carry for the new entries to follow. */
  readonly follows: Head;
}

/** Refuses documents that are too large, versions that do not go up, claims named twice and entries that break the chain. */
export function checkCommit(change: Commit): CheckedCommit {
  const { incident, from } = change;
  if (from !== 'new' && incident.version <= from)
    throw new HealError('bad-input', `A commit of ${incident.id} goes from version ${from} to ${incident.version}; a version must go up.`);
  refuseTwice(incident.id, 'claim', change.take ?? []);
  refuseTwice(incident.id, 'tally', change.tally ?? []);
  const follows = headBefore(change);
  if (from === 'new' && follows.seq !== genesis.seq) throw broken(incident.id, 'a new incident has no entry before its first');
  return { text: writeIncident(incident), follows };
}

function refuseTwice(id: string, what: string, keyed: readonly { readonly key: string }[]): void {
  const seen = new Set<string>();
  for (const { key } of keyed) {
    if (seen.has(key)) throw new HealError('bad-input', `A commit of ${id} names the ${what} ${key} twice; name it once.`);
    seen.add(key);
  }
}

function headBefore({ incident, entries }: Commit): Head {
  const read = entries.map((entry) => ({ entry, body: readEntry(entry) }));
  const first = read[0];
  const before: Head =
    first === undefined ? { seq: incident.entries, hash: incident.head } : { seq: first.entry.seq - 1, hash: first.body.prev };
  let head = before;
  for (const { entry, body } of read) head = checkBody(incident.id, head, entry, body);
  if (head.seq !== incident.entries || head.hash !== incident.head)
    throw broken(incident.id, `its document carries entry ${incident.entries} as the newest, its entries end at ${head.seq}`);
  return before;
}

/** The head after an entry; throws HealError `ledger-broken` unless the entry follows from the head and has the hash of its bytes. */
export const checkNext = (chain: string, head: Head, entry: Entry): Head => checkBody(chain, head, entry, readEntry(entry));

function checkBody(chain: string, head: Head, entry: Entry, body: EntryBody): Head {
  if (body.chain !== chain) throw broken(chain, `entry ${entry.seq} was made for ${body.chain}`);
  if (sha256(entry.bytes) !== entry.hash) throw broken(chain, `the bytes of entry ${entry.seq} do not have its hash`);
  if (entry.seq !== head.seq + 1 || body.seq !== entry.seq || body.prev !== head.hash)
    throw broken(chain, `entry ${entry.seq} does not follow entry ${head.seq}`);
  return { seq: entry.seq, hash: entry.hash };
}

/** The error for a ledger that would not, or does not, verify. */
export const broken = (chain: string, because: string): HealError =>
  new HealError(
    'ledger-broken',
    `The ledger of ${chain} would break: ${because}. Nothing was stored; run \`selfheal doctor\`, which checks every chain.`,
    {
      details: { chain },
    },
  );

/** Chains of incidents grow by commits only, so that the document always carries the newest entry. */
export function refuseIncidentChain(chain: string): void {
  if (chain.startsWith('inc-'))
    throw new HealError('bad-input', `${chain} is an incident: its ledger grows by commits only. Append to a chain like system-<date>.`);
}
