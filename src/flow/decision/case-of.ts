import type { Policy } from '#config/policy.ts';
import { arnOf } from '#domain/arn-of.ts';
import type { Diagnosis, Plan } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { environmentOf } from '#flow/diagnosis/environment.ts';
import { pipelineOf } from '#flow/diagnosis/pipeline.ts';
import type { ActionSummary } from '#ports/catalogue.ts';
import type { Case } from './decide.ts';
import type { Subject } from './matches.ts';

/** What is known of an incident when its verdict is due. */
interface Known {
  readonly diagnosis: Diagnosis;
  readonly action: ActionSummary | undefined;
  readonly plan: Plan | undefined;
  /** Epoch milliseconds of the last heal of this very condition. */
  readonly lastHeal: number | undefined;
  readonly now: number;
  readonly runbooks?: Case['runbooks'];
  readonly usedUp?: Case['usedUp'];
}

type Seen = Pick<IncidentDocument, 'resource' | 'signal' | 'detection' | 'severity' | 'class'>;

/** The case of an incident, as a policy sees it. */
export function caseOf(incident: Seen, known: Known, policy: Policy): Case {
  const { analysis, ...diagnosis } = known.diagnosis;
  return {
    ...known,
    diagnosis,
    analysis,
    pipeline: diagnosis.class === 'normal' ? pipelineOf(incident, policy)?.name : undefined,
    subject: subjectOf({ ...incident, diagnosis: known.diagnosis }, known.action?.id, policy, known.now),
    actorKnown: incident.signal.actor !== undefined,
  };
}

/** What the matches of a policy can see of an incident at a time; before its diagnosis, what is known until then. */
export function subjectOf(
  { resource, signal, detection, severity, class: kind, diagnosis }: Seen & Pick<IncidentDocument, 'diagnosis'>,
  action: string | undefined,
  policy: Policy,
  at: number,
): Subject {
  return {
    account: resource.account,
    region: resource.region,
    resource: resource.type,
    id: resource.id,
    arn: arnOf(resource),
    tags: diagnosis?.tags ?? {},
    environment: environmentOf(diagnosis?.tags, resource.account, policy),
    detection,
    action,
    actor: signal.actor?.arn,
    actorRole: signal.actor?.role,
    class: diagnosis?.class ?? kind,
    severity,
    at,
  };
}
