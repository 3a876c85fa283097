import type { Policy } from '#config/policy.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Drop, Signal } from '#domain/signal.ts';
import { habitContributions } from '#flow/habits/habit-contributions.ts';
import { burstsOf, type Habits, learn } from '#flow/habits/habits.ts';
import type { Catalogue, Match } from '#ports/catalogue.ts';
import { environmentOf } from './environment.ts';
import { pipelineOf } from './pipeline.ts';
import { type Threat, threatOf } from './score.ts';

/** One event with its score, and what it would be to the loop: its signals with what they match, or why it is no signal. */
export interface ScoredEvent extends Threat {
  readonly detections: readonly string[];
  readonly found: readonly { readonly signal: Signal; readonly matches: readonly Match[] }[];
  readonly drops: readonly Drop[];
}

export interface Scoring {
  readonly catalogue: Catalogue;
  readonly policy: Policy;
  /** What the events before this one taught; they learn from it afterwards. Without, each event stands alone. */
  readonly habits?: Habits;
}

/** Scores one event, whether it is a signal or not, and changes nothing but the habits that it is given. What a person hands in is taken at its word. */
export async function scoreEvent(document: JsonObject, scoring: Scoring): Promise<ScoredEvent> {
  const { catalogue, policy, habits } = scoring;
  const { signals, drops } = catalogue.parse(document, 0, { trusted: true });
  const found = await Promise.all(
    signals.map(async ({ signal, event }) => ({
      signal: { ...signal, rank: 'attested' as const },
      matches: await catalogue.match(signal, event),
    })),
  );
  const [first] = found;
  const bursts = habits === undefined || first === undefined ? [] : burstsOf(first.signal, habits).map(({ detection }) => detection);
  const detections = [
    ...new Map(
      [...found.flatMap(({ matches }) => matches.map(({ detection }) => detection)), ...bursts].map((each) => [each.id, each]),
    ).values(),
  ];
  const threat = threatOf({
    meaning: catalogue.meaning(signals[0]?.event ?? document),
    detections,
    attested: true,
    ...(first === undefined ? {} : { signal: first.signal, environment: environmentOf(undefined, first.signal.resource.account, policy) }),
    ...(habits === undefined || first === undefined ? {} : { more: habitContributions(first.signal, habits) }),
  });
  if (habits !== undefined) for (const { signal } of found) learn(signal, habits);
  const pipeline = found.length > 0 && found.every(({ signal }) => pipelineOf({ signal, resource: signal.resource }, policy) !== undefined);
  return { ...threat, class: pipeline ? 'normal' : threat.class, detections: detections.map(({ id }) => id).toSorted(), found, drops };
}
