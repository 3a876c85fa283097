import { genesis } from '#domain/entry.ts';
import type { Contribution, IncidentClass } from '#domain/facts.ts';
import { hasEnded, type IncidentDocument } from '#domain/incident.ts';
import { canonical, type Json, sha256 } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import type { Signal } from '#domain/signal.ts';
import type { Match } from '#ports/catalogue.ts';
import type { Claim, ClaimKey } from '#ports/store.ts';
import { amend, extend } from './journal.ts';
import { keptSignal } from './kept-signal.ts';
import type { Tools } from './tools.ts';

/** What became of one match: an incident of its own, a repeat of an open one, seen before, or to be asked again when the open one has ended. */
export type Admission =
  | { readonly admitted: 'opened'; readonly incident: IncidentDocument }
  | { readonly admitted: 'repeat'; readonly incident: string }
  | { readonly admitted: 'duplicate'; readonly incident: string }
  | { readonly admitted: 'held'; readonly incident: string };

/** What is known beside the match. */
export interface Beside {
  /** What whoever opens the incident has just seen of the resource. */
  readonly seen?: IncidentDocument['seen'];
  /** What habits say of the signal. */
  readonly habits?: readonly Contribution[];
  /** One story: after this incident ended, nothing of the kind opens another until none came for so long. */
  readonly quietMs?: number;
}

const eventMs = 7 * 24 * 60 * 60_000;
/** CloudTrail tells the second, not the millisecond. */
const eventTimeMs = 1_000;

/** sha256 over partition, account, region, resource and condition: one open incident each. */
export function fingerprintOf(signal: Pick<Signal, 'resource'>, { detection, remedy, resource = signal.resource }: Match): string {
  const condition = remedy === undefined ? detection.id : { action: remedy.action, ...remedy.condition };
  return sha256(canonical([resource.partition, resource.account, resource.region, resource.type, resource.id, condition]));
}

/** Opens an incident, or counts the match on the one that is open: one transaction with the event's claim, so nothing is lost or counted twice. */
export async function admit(
  signal: Signal,
  event: Json,
  match: Match,
  receivedAt: number,
  tools: Tools,
  { habits = [], quietMs, seen: sight }: Beside = {},
): Promise<Admission> {
  const fingerprint = fingerprintOf(signal, match);
  const seen: ClaimKey = `event:${signal.id}|${fingerprint}`;
  const told: ClaimKey = `event:told|${fingerprint}`;
  const blob = await tools.blobs.put(redacted(event));
  for (;;) {
    const now = tools.clock.now();
    const { incident, entries } = extend(
      {
        ...newIncident(signal, match, fingerprint, blob, receivedAt, now, tools),
        ...(habits.length === 0 ? {} : { habits: [...habits] }),
        ...(sight === undefined ? {} : { seen: sight }),
      },
      { notes: [{ kind: 'opened', body: opening(signal, match, blob) }] },
      now,
    );
    const take: Claim[] = [
      { key: seen, owner: incident.id, until: now + eventMs },
      { key: `fingerprint:${fingerprint}`, owner: incident.id },
      ...(quietMs === undefined ? [] : [{ key: told, owner: incident.id, until: now + quietMs }]),
    ];
    const committed = await tools.store.commit({ incident, from: 'new', entries, take }, now);
    if (committed.committed) return { admitted: 'opened', incident };
    if (committed.because !== 'held') continue;
    const { key, owner } = committed.claim;
    if (key === seen) return { admitted: 'duplicate', incident: owner };
    if (quietMs !== undefined) await tools.store.take({ key: told, owner, until: now + quietMs }, now);
    const counted = await repeat(owner, signal, match, seen, key === told, tools);
    if (counted !== undefined) return counted;
  }
}

const caution: Record<IncidentClass, number> = { normal: 0, failure: 1, violation: 2, tampering: 3 };

/** Nothing when the incident ended meanwhile: then a new one is opened, unless its story goes on. */
async function repeat(
  id: string,
  signal: Signal,
  { detection }: Match,
  seen: ClaimKey,
  goesOn: boolean,
  { store, clock }: Tools,
): Promise<Admission | undefined> {
  let held = false;
  let counted = false;
  const amended = await amend(
    store,
    () => clock.now(),
    id,
    async (incident) => {
      // Asked after the incident was read: whoever counted this event since has moved its version on.
      counted = (await store.holder(seen, clock.now())) !== undefined;
      if (counted) return undefined;
      held = !hasEnded(incident.stage) && mayBeNew(signal, incident);
      if (held || (hasEnded(incident.stage) && !goesOn)) return undefined;
      const cautious = caution[detection.class] > caution[incident.class] ? detection.class : incident.class;
      const take = [{ key: seen, owner: id, until: clock.now() + eventMs }];
      // A ledger that has ended tells nothing new: only the number grows.
      if (hasEnded(incident.stage)) return { patch: { repeats: incident.repeats + 1 }, notes: [], take };
      return {
        patch: { repeats: incident.repeats + 1, class: cautious, ...lookAgain(incident) },
        notes: [{ kind: 'repeated', body: { signal: asJson(signal), detection: detection.id, repeats: incident.repeats + 1 } }],
        take,
      };
    },
  );
  if (counted) return { admitted: 'duplicate', incident: id };
  if (held) return { admitted: 'held', incident: id };
  return amended === undefined ? undefined : { admitted: 'repeat', incident: id };
}

/** Whatever its time says (clocks differ), what comes while we verify may be newer than our last look: what a verification that has begun would record is refused, and it looks again. */
const lookAgain = ({ stage, progress }: IncidentDocument): Partial<IncidentDocument> =>
  stage === 'verification' ? { progress: progress + 1 } : {};

/** Something that happened after our first write is not the same wrong: it waits until this incident has ended. */
function mayBeNew(signal: Signal, { sent, intents }: IncidentDocument): boolean {
  const [first] = [...sent, ...intents];
  return first !== undefined && signal.at + eventTimeMs > first.at;
}

function newIncident(
  signal: Signal,
  { detection, remedy }: Match,
  fingerprint: string,
  event: string,
  receivedAt: number,
  now: number,
  { ids }: Tools,
): IncidentDocument {
  return {
    id: ids.incident(now),
    stage: 'diagnosis',
    version: -1,
    progress: 0,
    attempt: 0,
    generation: 0,
    since: now,
    due: now,
    head: genesis.hash,
    entries: genesis.seq,
    title: detection.title,
    detection: detection.id,
    severity: detection.severity,
    class: detection.class,
    fingerprint,
    resource: signal.resource,
    ...(remedy === undefined ? {} : { action: { id: remedy.action, params: remedy.params } }),
    signal: keptSignal(signal),
    event,
    repeats: 0,
    openedAt: now,
    receivedAt,
    why: 'opened',
    intents: [],
    sent: [],
    replans: 0,
    awsMs: 0,
    awsCalls: 0,
  };
}

const opening = (signal: Signal, { detection, remedy }: Match, event: string): { readonly [key: string]: Json } => ({
  signal: asJson(signal),
  detection: { id: detection.id, title: detection.title, class: detection.class, severity: detection.severity },
  event,
  ...(remedy === undefined ? {} : { remedy: { action: remedy.action, params: remedy.params } }),
});

function asJson(signal: Signal): Json {
  const json: Json = JSON.parse(JSON.stringify(keptSignal(signal)));
  return json;
}
