import type { LoadedPolicy } from '#config/load-policy.ts';
import type { Diagnosis, Mode } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { threatIn } from '#flow/diagnosis/diagnose.ts';
import { environmentOf } from '#flow/diagnosis/environment.ts';
import { pipelineOf } from '#flow/diagnosis/pipeline.ts';
import { historyOf } from '#flow/history.ts';
import type { Tools } from '#flow/tools.ts';
import { caseOf } from './case-of.ts';
import { type Explanation, explain } from './explain.ts';
import { usedUpIn } from './rates.ts';
import { rulingsOf } from './runbook-reasons.ts';

/** An incident's verdict again under a policy, by what was found out about it then: AWS is not asked. Throws HealError `not-found` before its diagnosis. */
export async function explainIncident(
  incident: IncidentDocument,
  loaded: LoadedPolicy,
  defaultMode: Mode,
  tools: Pick<Tools, 'blobs' | 'catalogue' | 'clock' | 'knowledge' | 'store'>,
): Promise<Explanation> {
  const { diagnosis: found, resource, plan, fingerprint } = incident;
  if (found === undefined)
    throw new HealError(
      'not-found',
      `${incident.id} is not diagnosed yet, so no policy can judge it: it is at ${incident.stage}; try again later.`,
    );
  const { policy } = loaded;
  const environment = environmentOf(found.tags, resource.account, policy);
  const { score, contributions } = await threatIn(incident, environment, found.tags, tools);
  const diagnosis: Diagnosis = {
    ...found,
    score,
    contributions: [...contributions],
    class: pipelineOf(incident, policy) === undefined ? incident.class : 'normal',
  };
  // Its own heal is what is judged, not a heal before it.
  const heals = (await historyOf(fingerprint, tools.store)).filter((heal) => heal.incident !== incident.id);
  const action = incident.action === undefined ? undefined : await tools.catalogue.action(incident.action.id);
  const known = {
    diagnosis,
    action,
    plan,
    lastHeal: heals.at(-1)?.at,
    now: tools.clock.now(),
    runbooks: await rulingsOf(tools.knowledge),
    usedUp: usedUpIn(incident),
  };
  return explain(caseOf(incident, known, policy), loaded, defaultMode);
}
