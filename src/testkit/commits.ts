import { chain, type EntryKind } from '#domain/entry.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { JsonObject } from '#domain/json.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Commit } from '#ports/store.ts';

type Fields = Partial<IncidentDocument>;
type Extras = Pick<Commit, 'take' | 'drop' | 'tally' | 'durable'>;

/** The id of the nth incident: ids sort as their numbers do. */
export const incidentId = (n: number): string => `inc-${String(n).padStart(26, '0')}`;

/** A bucket of the first demo account, or of another one. */
export const aBucket = (id: string, account = '123456789012'): ResourceRef => ({
  type: 'AWS::S3::Bucket',
  id,
  partition: 'aws',
  account,
  region: 'us-east-1',
});

/** The commit that opens the nth incident, with one entry. */
export function openingCommit(n: number, fields: Fields = {}, extras: Extras = {}): Commit {
  const id = incidentId(n);
  const resource = fields.resource ?? aBucket(`bucket-${n}`);
  const openedAt = fields.openedAt ?? 1_795_000_000_000 + n;
  const entry = chain({ seq: 0, hash: '' }, { chain: id, at: openedAt, kind: 'opened', body: { title: 'A bucket became public' } });
  const incident: IncidentDocument = {
    id,
    stage: 'diagnosis',
    version: 1,
    progress: 0,
    attempt: 0,
    generation: 0,
    since: openedAt,
    title: 'A bucket became public',
    detection: 's3.public-access-block-deleted',
    severity: 'high',
    class: 'violation',
    fingerprint: `fingerprint-${n}`,
    resource,
    signal: { id: `signal-${n}`, source: 'cloudtrail', rank: 'attested', title: 'DeletePublicAccessBlock', at: openedAt, resource },
    repeats: 0,
    replans: 0,
    openedAt,
    receivedAt: openedAt,
    why: 'just opened',
    intents: [],
    sent: [],
    awsMs: 0,
    awsCalls: 0,
    ...fields,
    head: entry.hash,
    entries: entry.seq,
  };
  return { incident, from: 'new', entries: [entry], ...extras };
}

/** The commit that follows: changed fields, the next version and one more entry. */
export function nextCommit(previous: IncidentDocument, fields: Fields = {}, extras: Extras = {}, body: JsonObject = {}): Commit {
  const kind: EntryKind = 'moved';
  const entry = chain({ seq: previous.entries, hash: previous.head }, { chain: previous.id, at: previous.since + 1, kind, body });
  const incident: IncidentDocument = { ...previous, ...fields, version: previous.version + 1, head: entry.hash, entries: entry.seq };
  return { incident, from: previous.version, entries: [entry], ...extras };
}

/** Everything an async iterable yields. */
export async function collected<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
