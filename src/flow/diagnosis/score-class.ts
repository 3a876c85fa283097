import { bands } from '#config/bands.ts';
import type { IncidentClass } from '#domain/facts.ts';
import type { Effect } from '#domain/meaning.ts';
import type { ThreatCase } from './score.ts';

const caution: Record<IncidentClass, number> = { normal: 0, failure: 1, violation: 2, tampering: 3 };

/** Effects that hardly belong to anybody's work. */
const grave: ReadonlySet<Effect> = new Set<Effect>(['takes-credentials', 'weakens', 'hides-tracks', 'ransoms', 'leaves']);
/** Effects that are work, until something makes them worse: an aspect of the call, or what habits say. */
const doubtful: ReadonlySet<Effect> = new Set<Effect>(['opens', 'moves-data', 'destroys', 'runs-code', 'gives-access']);

/** The class of an event, by rules: what was detected, else what AWS states, else what a call does when its score reaches the band that is acted on. */
export function classOf({ detections, meaning, more = [] }: ThreatCase, score: number): IncidentClass {
  if (detections.length > 0)
    return detections.map((detection) => detection.class).reduce((most, one) => (caution[one] > caution[most] ? one : most));
  if (meaning?.about === 'report') return meaning.class;
  if (meaning === undefined || meaning.caller.kind === 'aws' || score < bands.log) return 'normal';
  const worse = meaning.aspects.length > 0 || more.some(({ weight }) => weight > 0);
  return grave.has(meaning.effect) || (doubtful.has(meaning.effect) && worse) ? 'tampering' : 'normal';
}
