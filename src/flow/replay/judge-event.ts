import type { LoadedPolicy } from '#config/load-policy.ts';
import type { Decision, Diagnosis, IncidentClass } from '#domain/facts.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Signal } from '#domain/signal.ts';
import { caseOf } from '#flow/decision/case-of.ts';
import { decide } from '#flow/decision/decide.ts';
import type { Rulings } from '#flow/decision/runbook-reasons.ts';
import { confidenceOf } from '#flow/diagnosis/analysts/confidence.ts';
import { environmentOf } from '#flow/diagnosis/environment.ts';
import { pipelineOf } from '#flow/diagnosis/pipeline.ts';
import { threatOf } from '#flow/diagnosis/score.ts';
import type { ActionSummary, Catalogue, Match } from '#ports/catalogue.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** What one policy says of one finding. */
export interface Judged {
  readonly class: IncidentClass;
  readonly score: number;
  readonly decision: Decision;
  readonly outcome: Outcome;
}

/** Something that a detection found in an event of the past, under the present policy and, where there is one, under the proposed one. */
export interface Finding {
  readonly detection: string;
  readonly signal: Signal;
  readonly present: Judged;
  readonly proposed?: Judged;
}

/** A policy, and what the runbooks rule that it names besides ours; none speaks when absent. */
export interface RuledPolicy extends LoadedPolicy {
  readonly runbooks?: Rulings | undefined;
}

export interface Policies {
  readonly catalogue: Catalogue;
  readonly present: RuledPolicy;
  readonly proposed?: RuledPolicy | undefined;
}

/** What became of one event of the past: its signals, what was found in them, and why it is no signal. */
export interface JudgedEvent {
  readonly signals: number;
  readonly findings: readonly Finding[];
  /** Reasons, one for each part that is no signal. */
  readonly drops: readonly string[];
}

/**
 * Judges one event by what it says: its time is the present, its condition is taken as true, the resource's tags are not known, nothing is priced, and no event
 * before it counts (habits, cooldowns, repeats, rates, our own echo).
 */
export async function judgeEvent(document: JsonObject, policies: Policies): Promise<JudgedEvent> {
  const { catalogue, present, proposed } = policies;
  const { signals, drops } = catalogue.parse(document, 0, { trusted: true });
  const findings: Finding[] = [];
  for (const { signal: read, event } of signals) {
    const signal: Signal = { ...read, rank: 'attested' };
    for (const match of onePerCondition(await catalogue.match(signal, event))) {
      const meaning = catalogue.meaning(event);
      const action = match.remedy === undefined ? undefined : await catalogue.action(match.remedy.action);
      const found: Found = { signal, match, action, meaning };
      findings.push({
        detection: match.detection.id,
        signal,
        present: judged(found, present),
        ...(proposed === undefined ? {} : { proposed: judged(found, proposed) }),
      });
    }
  }
  return { signals: signals.length, findings, drops: drops.map(({ because }) => because) };
}

/** Of a control, the observed state would tell which condition it meant; here one stands for all that it may mean. */
const onePerCondition = (matches: readonly Match[]): readonly Match[] => [
  ...new Map(matches.map((match) => [`${match.detection.id}|${match.remedy?.action ?? ''}`, match])).values(),
];

interface Found {
  readonly signal: Signal;
  readonly match: Match;
  readonly action: ActionSummary | undefined;
  readonly meaning: ReturnType<Catalogue['meaning']>;
}

function judged({ signal, match: { detection }, action, meaning }: Found, loaded: RuledPolicy): Judged {
  const { policy } = loaded;
  const { resource } = signal;
  const environment = environmentOf(undefined, resource.account, policy);
  const { score, contributions } = threatOf({ meaning, detections: [detection], signal, attested: true, environment });
  const kind = pipelineOf({ signal, resource }, policy) === undefined ? detection.class : 'normal';
  const diagnosis: Diagnosis = {
    class: kind,
    score,
    contributions: [...contributions],
    confidence: confidenceOf('attested', true),
    cause: detection.title,
    evidence: [],
    observed: 'wrong',
    wrong: detection.title,
  };
  const known = { diagnosis, action, plan: undefined, lastHeal: undefined, now: signal.at, runbooks: loaded.runbooks };
  const decision = decide(
    caseOf({ resource, signal, detection: detection.id, class: kind, severity: detection.severity }, known, policy),
    loaded,
    assumedMode,
  );
  return { class: kind, score, decision, outcome: outcomeOf(decision) };
}

/** The mode of a policy that names none: as in a sandbox, because a dry run of everything would tell nothing. */
export const assumedMode = 'autopilot';
