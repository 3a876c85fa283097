import { canonical, type JsonObject, sha256 } from './json.ts';

export const entryKinds = [
  'opened',
  'repeated',
  'moved',
  'waited',
  'asked',
  'answered',
  'intent',
  'result',
  'observed',
  'stopped',
  'resumed',
  'notified',
  'ended',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** One line of evidence: `bytes` are RFC 8785 JSON, stored as they were hashed; the body names the hash of the entry before it. */
export interface Entry {
  readonly seq: number;
  readonly hash: string;
  readonly bytes: string;
}

/** What an entry says once its bytes are read. */
export interface EntryBody {
  readonly alg: 'sha256';
  readonly prev: string;
  readonly seq: number;
  readonly at: number;
  readonly chain: string;
  readonly kind: EntryKind;
  readonly [key: string]: unknown;
}

/** Where a chain starts. */
export const genesis = { seq: 0, hash: '' } as const;

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** The next entry of a chain. */
export function chain(
  head: Head,
  entry: { readonly chain: string; readonly at: number; readonly kind: EntryKind; readonly body: JsonObject },
): Entry {
  const seq = head.seq + 1;
  const bytes = canonical({ ...entry.body, alg: 'sha256', prev: head.hash, seq, at: entry.at, chain: entry.chain, kind: entry.kind });
  return { seq, hash: sha256(bytes), bytes };
}

/** The body of a stored entry. */
export function readEntry(entry: Entry): EntryBody {
  const body: EntryBody = JSON.parse(entry.bytes);
  return body;
}

/** The first entry that does not follow from the one before it, or nothing when the chain holds. */
export function brokenAt(entries: Iterable<Entry>): { readonly seq: number; readonly because: string } | undefined {
  let head: Head = genesis;
  for (const entry of entries) {
    if (sha256(entry.bytes) !== entry.hash) return { seq: entry.seq, because: 'its bytes do not have the hash that was recorded' };
    const body = readEntry(entry);
    if (body.prev !== head.hash || body.seq !== head.seq + 1 || entry.seq !== body.seq)
      return { seq: entry.seq, because: 'it does not follow from the entry before it' };
    head = entry;
  }
  return undefined;
}
