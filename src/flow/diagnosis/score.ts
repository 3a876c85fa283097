import type { Contribution, IncidentClass, Tags } from '#domain/facts.ts';
import type { Meaning } from '#domain/meaning.ts';
import type { Signal } from '#domain/signal.ts';
import type { Detection } from '#ports/catalogue.ts';
import { isProduction } from './environment.ts';
import { callerContributions, callerOfSignal } from './score-actor.ts';
import { callContributions } from './score-call.ts';
import { classOf } from './score-class.ts';
import { criticalTag } from './score-criticality.ts';
import { weights } from './weights.ts';

/** Everything that a threat score is made of. */
export interface ThreatCase {
  /** What the event means by itself; nothing when nobody can tell. */
  readonly meaning: Meaning | undefined;
  /** Detections that it matched. */
  readonly detections: readonly Pick<Detection, 'class' | 'severity'>[];
  /** Who the signal names, where the event itself is no record of a call. */
  readonly signal?: Pick<Signal, 'actor' | 'resource'>;
  /** AWS itself attests to who did what; what is only reported counts for nothing but what was detected. */
  readonly attested: boolean;
  readonly environment?: string;
  /** The tags of the resource, where they are known. */
  readonly tags?: Tags | undefined;
  /** What habits say. */
  readonly more?: readonly Contribution[];
}

/** How bad it may be: the class by rules, the score in [0, 1] with two decimals, and every part of the score with its reason. */
export interface Threat {
  readonly class: IncidentClass;
  readonly score: number;
  readonly contributions: readonly Contribution[];
}

/** Judges one event, matched or not. Pure: the same case gives the same threat, and the order of detections and of `more` does not matter. */
export function threatOf(given: ThreatCase): Threat {
  const { detections, attested, environment = 'unknown', tags, more = [] } = given;
  const done = attested ? partsOf(given) : nothing;
  const stated = statedSeverity(given);
  const deed = inHundredths(sum(done.deed));
  const critical = criticalTag(tags);
  const contributions = [
    ...done.deed,
    ...(stated !== undefined && stated.weight > deed ? [{ ...stated, weight: inHundredths(stated.weight - deed) }] : []),
    ...(detections.some((detection) => detection.class === 'tampering')
      ? [{ name: 'tampering', weight: weights.tampering, why: 'the detection looks for unauthorised change' }]
      : []),
    ...done.circumstances,
    ...(isProduction(environment) ? [{ name: 'production', weight: weights.production, why: 'the resource is production' }] : []),
    ...(critical === undefined ? [] : [{ name: 'critical', weight: weights.critical, why: `the resource is tagged ${critical}` }]),
    ...(attested ? more : []),
  ];
  const score = inHundredths(Math.min(1, Math.max(0, sum(contributions))));
  return { class: classOf(given, score), score, contributions };
}

const nothing: ReturnType<typeof callContributions> = { deed: [], circumstances: [] };

function partsOf({ meaning, signal }: ThreatCase): ReturnType<typeof callContributions> {
  if (meaning?.about === 'call') return callContributions(meaning);
  const caller = signal === undefined ? undefined : callerOfSignal(signal);
  return caller === undefined ? nothing : { deed: [], circumstances: callerContributions(caller, false) };
}

const severities = ['low', 'medium', 'high', 'critical'] as const;

/** The gravest severity that a detection, or AWS itself, states. Of a call, that of a failure does not count: it tells how much stands still, not who meant it. Where the
 * call's own parameters show that nobody was let in, a violation that was known by the name of the call is none; the resource itself is asked before anything is done. */
function statedSeverity({ detections, meaning, attested }: ThreatCase): Contribution | undefined {
  const report = meaning?.about === 'report' && meaning.class !== 'normal' ? meaning : undefined;
  const call = meaning?.about === 'call' && attested ? meaning : undefined;
  const counted = detections.filter(
    ({ class: kind }) => call === undefined || (kind !== 'failure' && !(call.eased && kind === 'violation')),
  );
  const all = [...counted.map(({ severity }) => severity), ...(report === undefined ? [] : [report.severity])];
  const gravest = severities.findLast((severity) => all.includes(severity));
  if (gravest === undefined) return undefined;
  const why = counted.some(({ severity }) => severity === gravest) ? `the detection's severity is ${gravest}` : (report?.why ?? gravest);
  return { name: 'severity', weight: weights.severity[gravest], why };
}

const sum = (contributions: readonly Contribution[]): number => contributions.reduce((total, { weight }) => total + weight, 0);
const inHundredths = (value: number): number => Math.round(value * 100) / 100;
