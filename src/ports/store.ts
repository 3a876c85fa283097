import type { Entry, Head } from '#domain/entry.ts';
import type { IncidentDocument, Place } from '#domain/incident.ts';

/** Held by one owner until it is dropped or expires; `until` is epoch milliseconds, absent = for ever. */
export type ClaimKind = 'event' | 'fingerprint' | 'resource' | 'lease' | 'echo' | 'intent' | 'nonce' | 'request' | 'stop';
export type ClaimKey = `${ClaimKind}:${string}`;
export interface Claim {
  readonly key: ClaimKey;
  readonly owner: string;
  readonly until?: number | undefined;
}

/** Adds one to a window's count; the whole commit is refused when that would pass `limit`. */
export interface Tally {
  readonly key: string;
  readonly limit: number;
  /** Epoch milliseconds after which the count may be forgotten. */
  readonly keepUntil: number;
}

export interface Commit {
  readonly incident: IncidentDocument;
  /** The version this was computed from. */
  readonly from: number | 'new';
  /** Chained onto the head that the document carried before; the document carries the new one. */
  readonly entries: readonly Entry[];
  /** Taken when free, expired or already ours (owner equal); else nothing is committed. */
  readonly take?: readonly Claim[];
  readonly drop?: readonly Claim[];
  readonly tally?: readonly Tally[];
  /** Flush to disk before answering: an intent must survive a power cut. */
  readonly durable?: boolean;
}
export type Committed =
  | { readonly committed: true }
  | { readonly committed: false; readonly because: 'moved-on' }
  | { readonly committed: false; readonly because: 'held'; readonly claim: Claim }
  | { readonly committed: false; readonly because: 'over-limit'; readonly key: string };

/** Each is one index on both engines; no other query exists. Newest first, `due` soonest first. */
export type Listing =
  | { readonly by: 'opened'; readonly account?: string }
  | { readonly by: 'place'; readonly place: Place }
  | { readonly by: 'resource'; readonly resource: string }
  | { readonly by: 'due'; readonly before: number };

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; absent on the last page. */
  readonly cursor?: string | undefined;
}

/** The journal: incidents with their ledger, claims, and small values by key. Times are the caller's, never the engine's. */
export interface Store {
  /** One transaction: all of it or nothing. */
  commit(change: Commit, now: number): Promise<Committed>;
  incident(id: string): Promise<IncidentDocument | undefined>;
  incidents(list: Listing, page: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<IncidentDocument>>;
  /** The entries of a chain (an incident id or `system-<date>`) after number `after`. */
  entries(chain: string, after?: number): AsyncIterable<Entry>;
  /** Adds to a chain that belongs to no incident; `make` is called again when somebody else was first. */
  append(chain: string, make: (head: Head) => Entry): Promise<Entry>;
  holder(key: ClaimKey, now: number): Promise<Claim | undefined>;
  /** Outside a commit. Nothing when taken or renewed; else the claim of who holds it. */
  take(claim: Claim, now: number): Promise<Claim | undefined>;
  /** Does nothing when somebody else holds it. */
  drop(claim: Claim): Promise<void>;
  /** The last value kept under a key wins. */
  keep(key: string, value: string): Promise<void>;
  kept(key: string): Promise<string | undefined>;
  close(): Promise<void>;
}
