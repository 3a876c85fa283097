import { chain, type EntryKind, type Head } from '#domain/entry.ts';
import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { JsonObject } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import type { Claim, Committed, Store, Tally } from '#ports/store.ts';

/** One ledger entry to be. */
export interface Note {
  readonly kind: EntryKind;
  readonly body: JsonObject;
}

/** What a commit changes: fields of the document, ledger entries, claims. */
export interface Change {
  readonly patch?: Partial<IncidentDocument>;
  readonly notes: readonly Note[];
  readonly take?: readonly Claim[];
  readonly drop?: readonly Claim[];
  readonly durable?: boolean;
}

/** The next version of a document with its entries chained on. */
export function extend(
  incident: IncidentDocument,
  { patch, notes }: Change,
  at: number,
): { incident: IncidentDocument; entries: ReturnType<typeof chain>[] } {
  let head: Head = { seq: incident.entries, hash: incident.head };
  const entries = notes.map(({ kind, body }) => {
    const entry = chain(head, { chain: incident.id, at, kind, body: redacted(body) });
    head = entry;
    return entry;
  });
  const told = patch?.why === undefined ? {} : { why: redacted(patch.why) };
  return { incident: { ...incident, ...patch, ...told, version: incident.version + 1, head: head.hash, entries: head.seq }, entries };
}

/** Writes one incident's progress: each record is one transaction, computed from the newest version. */
export interface Journal {
  readonly incident: IncidentDocument;
  /** Nothing when committed; the claim that somebody else holds when one could not be taken. Throws `fence-lost` when another process moved the incident. */
  record(change: Change): Promise<Claim | undefined>;
  /** Records only when every tally has room; else nothing is recorded, and the key of one that has none is given. */
  count(change: Change & { readonly tally: readonly Tally[] }): Promise<string | undefined>;
  /** After this nothing more can be recorded: a stage that ran out of time cannot write on. */
  close(): void;
}

export function openJournal(store: Store, now: () => number, opened: IncidentDocument): Journal {
  let current = opened;
  let closed = false;
  /** What kept it from being recorded, other than that the document moved on. */
  const attempt = async (change: Change, tally?: readonly Tally[]): Promise<Refused | undefined> => {
    for (;;) {
      if (closed) throw new HealError('fence-lost', `${current.id}: this stage's time is over; what it wanted to record is not recorded`);
      const at = now();
      const { incident, entries } = extend(current, { ...change, patch: { ...change.patch, progress: current.progress + 1 } }, at);
      const counted = tally === undefined ? {} : { tally };
      const committed = await store.commit({ ...claims(change), ...counted, incident, from: current.version, entries }, at);
      if (committed.committed) {
        current = incident;
        return undefined;
      }
      if (committed.because !== 'moved-on') return committed;
      current = await newest(store, current);
    }
  };
  return {
    get incident() {
      return current;
    },
    async record(change) {
      const refused = await attempt(change);
      if (refused === undefined || refused.because === 'held') return refused?.claim;
      throw refusal(current.id, refused);
    },
    async count({ tally, ...change }) {
      const refused = await attempt(change, tally);
      if (refused === undefined || refused.because === 'over-limit') return refused?.key;
      throw refusal(current.id, refused);
    },
    close() {
      closed = true;
    },
  };
}

/** A change that is not a stage's progress (a repeat, an answer): made on the newest version, however often that moves. */
export async function amend(
  store: Store,
  now: () => number,
  id: string,
  make: (incident: IncidentDocument) => Change | undefined | Promise<Change | undefined>,
): Promise<IncidentDocument | undefined> {
  for (;;) {
    const present = await store.incident(id);
    const change = present === undefined ? undefined : await make(present);
    if (present === undefined || change === undefined) return undefined;
    const at = now();
    const { incident, entries } = extend(present, change, at);
    const committed = await store.commit({ ...claims(change), incident, from: present.version, entries }, at);
    if (committed.committed) return incident;
    if (committed.because !== 'moved-on') throw refusal(id, committed);
  }
}

type Refused = Exclude<Committed, { committed: true } | { because: 'moved-on' }>;

async function newest(store: Store, mine: IncidentDocument): Promise<IncidentDocument> {
  const stored = await store.incident(mine.id);
  if (stored === undefined || stored.progress !== mine.progress || stored.stage !== mine.stage) {
    throw new HealError('fence-lost', `${mine.id}: another process moved it on to ${stored?.stage ?? 'nowhere'}; this one stops here`);
  }
  return stored;
}

const refusal = (id: string, committed: Exclude<Committed, { committed: true }>): HealError =>
  new HealError(
    'not-allowed',
    `${id}: not recorded: ${committed.because === 'held' ? `${committed.claim.key} is held by ${committed.claim.owner}` : committed.because}`,
  );

const claims = ({ take, drop, durable }: Change): { take?: readonly Claim[]; drop?: readonly Claim[]; durable?: boolean } => ({
  ...(take === undefined ? {} : { take }),
  ...(drop === undefined ? {} : { drop }),
  ...(durable === undefined ? {} : { durable }),
});
