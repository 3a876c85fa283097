import { objectAt, textAt } from '#catalogue/sources/fields.ts';
import type { Contribution, IncidentClass } from '#domain/facts.ts';
import type { JsonObject } from '#domain/json.ts';
import { fingerprintOf } from '#flow/admit.ts';
import type { ScoredEvent } from '#flow/diagnosis/score-event.ts';
import type { Store } from '#ports/store.ts';

/** One scored event as programs read it; `incident` is the one that this event became part of here, `what` is for people. */
export interface TriageView {
  readonly id: string;
  readonly class: IncidentClass;
  readonly score: number;
  readonly contributions: readonly Contribution[];
  readonly detections: readonly string[];
  readonly incident?: string;
  readonly what: string;
}

interface Beside {
  /** The journal of this folder, where there is one. */
  readonly store: Store | undefined;
  /** The id of an event that has none. */
  readonly otherwise: string;
}

export async function triageView(document: JsonObject, scored: ScoredEvent, { store, otherwise }: Beside): Promise<TriageView> {
  const { class: kind, score, contributions, detections } = scored;
  const incident = store === undefined ? undefined : await incidentIn(scored, store);
  return {
    id: idOf(document) ?? scored.found[0]?.signal.id ?? otherwise,
    class: kind,
    score,
    contributions,
    detections,
    ...(incident === undefined ? {} : { incident }),
    what: whatIs(document, scored),
  };
}

/** CloudTrail's own id, which an event keeps in every wrapper, else EventBridge's. */
const idOf = (document: JsonObject): string | undefined =>
  textAt(document, 'detail', 'eventID') ?? textAt(document, 'eventID') ?? textAt(document, 'id');

async function incidentIn({ found }: ScoredEvent, store: Store): Promise<string | undefined> {
  const now = Date.now();
  for (const { signal, matches } of found)
    for (const match of matches) {
      const claim = await store.holder(`event:${signal.id}|${fingerprintOf(signal, match)}`, now);
      if (claim !== undefined) return claim.owner;
    }
  return undefined;
}

function whatIs(document: JsonObject, { found }: ScoredEvent): string {
  const [first] = found;
  if (first !== undefined) return first.signal.title;
  const record = 'eventName' in document ? document : objectAt(document, 'detail');
  const call = textAt(record, 'eventName');
  if (call !== undefined) return `${textAt(record, 'eventSource')?.split('.')[0] ?? 'aws'}:${call}`;
  return textAt(document, 'detail-type') ?? textAt(document, 'AlarmName') ?? 'an event that no source knows';
}
