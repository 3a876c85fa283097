import { brokenAt, type Entry, readEntry } from '#domain/entry.ts';
import { hasEnded, type IncidentDocument } from '#domain/incident.ts';
import { resourceKey } from '#domain/resource-ref.ts';
import type { ClaimKey, Store } from '#ports/store.ts';

/** A write that took effect in AWS, whatever its sender got to know. */
interface EffectiveWrite {
  readonly incident: string;
  readonly requestId: string;
}

/** Everything in which an incident that ended and its ledger do not agree with themselves or with what was really written; nothing when it is the truth. */
export async function untruths(
  incident: IncidentDocument,
  { store, now, written }: { readonly store: Store; readonly now: number; readonly written: readonly EffectiveWrite[] },
): Promise<readonly string[]> {
  const entries: Entry[] = [];
  for await (const entry of store.entries(incident.id)) entries.push(entry);
  const broken = brokenAt(entries);
  return [
    ...(broken === undefined ? [] : [`entry ${broken.seq}: ${broken.because}`]),
    ...placeUntruths(incident, entries),
    ...writeUntruths(
      incident,
      entries,
      written.filter((write) => write.incident === incident.id),
    ),
    ...(await claimsLeft(incident, store, now)),
  ];
}

function placeUntruths({ stage, due, closedAt, head }: IncidentDocument, entries: readonly Entry[]): readonly string[] {
  if (!hasEnded(stage)) return [`it is still ${stage}`];
  const ended = entries.map(readEntry).filter(({ kind }) => kind === 'ended');
  return [
    ...(ended.at(-1)?.['end'] === stage ? [] : [`the ledger ends with ${String(ended.at(-1)?.['end'])}, the document is ${stage}`]),
    ...(due === undefined && closedAt !== undefined ? [] : ['it has ended and is still due']),
    ...(entries.at(-1)?.hash === head ? [] : ['the document does not carry the newest entry']),
  ];
}

/** Every announced write has one result; what is "done" was done under that request id; what took effect is told. */
function writeUntruths(
  { intents, sent }: IncidentDocument,
  entries: readonly Entry[],
  written: readonly EffectiveWrite[],
): readonly string[] {
  const bodies = entries.map(readEntry);
  const announced = bodies.filter(({ kind }) => kind === 'intent').map((body) => String(body['intent']));
  const results = bodies.filter(({ kind }) => kind === 'result');
  const done = results.filter((body) => body['outcome'] === 'done');
  const unknown = results.filter((body) => body['outcome'] === 'unknown');
  const real = new Set(written.map(({ requestId }) => requestId));
  const same = (one: readonly string[], other: readonly string[]): boolean => String(one.toSorted()) === String(other.toSorted());
  return [
    ...(intents.length === 0 ? [] : [`${intents.length} announced writes have no result`]),
    ...(same(
      announced,
      results.map((body) => String(body['intent'])),
    )
      ? []
      : ['announced writes and results are not the same']),
    ...(same(
      results.map((body) => String(body['intent'])),
      sent.map(({ intent }) => intent),
    )
      ? []
      : ['the document and the ledger tell of other writes']),
    ...done
      .filter((body) => !real.has(String(body['requestId'])))
      .map((body) => `${String(body['requestId'])} is told as done and was not`),
    ...(written.length <= done.length + unknown.length
      ? []
      : [`${written.length} writes took effect, ${done.length} done and ${unknown.length} unknown are told`]),
  ];
}

async function claimsLeft({ id, fingerprint, resource }: IncidentDocument, store: Store, now: number): Promise<readonly string[]> {
  const keys: ClaimKey[] = [`fingerprint:${fingerprint}`, `resource:${resourceKey(resource)}`, `intent:${id}`, `lease:${id}`];
  const holders = await Promise.all(keys.map((key) => store.holder(key, now)));
  return holders.flatMap((claim) => (claim === undefined ? [] : [`${claim.key} is still held by ${claim.owner}`]));
}
