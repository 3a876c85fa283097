import type { Policy } from '#config/policy.ts';
import type { Diagnosis, Plan } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { environmentOf } from '#flow/diagnosis/environment.ts';
import type { ActionSummary } from '#ports/catalogue.ts';
import type { Case } from './decide.ts';

/** What is known of an incident when its verdict is due. */
interface Known {
  readonly diagnosis: Diagnosis;
  readonly action: ActionSummary | undefined;
  readonly plan: Plan | undefined;
  /** Epoch milliseconds of the last heal of this very condition. */
  readonly lastHeal: number | undefined;
  readonly now: number;
  readonly runbooks?: Case['runbooks'];
}

/** The case of an incident, as a policy sees it. */
export function caseOf(
  { resource, signal, detection }: Pick<IncidentDocument, 'resource' | 'signal' | 'detection'>,
  known: Known,
  policy: Policy,
): Case {
  const { tags } = known.diagnosis;
  return {
    ...known,
    subject: {
      account: resource.account,
      region: resource.region,
      resource: resource.type,
      id: resource.id,
      arn: resource.arn,
      tags: tags ?? {},
      environment: environmentOf(tags, resource.account, policy),
      detection,
      action: known.action?.id,
      actor: signal.actor?.arn,
    },
    actorKnown: signal.actor !== undefined,
  };
}
