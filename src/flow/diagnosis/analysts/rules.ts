import type { Diagnosis } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Catalogue } from '#ports/catalogue.ts';
import { candidatesByName } from './candidates.ts';
import { causeOf } from './cause.ts';
import { confidenceOf } from './confidence.ts';
import type { Findings } from './findings.ts';

/** What the rules say an incident is. A model never makes or changes one of these. */
export interface Ruled extends Pick<Diagnosis, 'class' | 'cause' | 'confidence'> {
  readonly candidates: NonNullable<Diagnosis['candidates']>;
}

/** Always first: class, root cause, candidates and confidence by rules alone. */
export async function ruled(
  incident: IncidentDocument,
  findings: Findings,
  { catalogue }: { readonly catalogue: Catalogue },
): Promise<Ruled> {
  return {
    class: findings.pipeline === undefined ? incident.class : 'normal',
    cause: causeOf(incident, findings),
    confidence: confidenceOf(incident.signal.rank, findings.sight?.seen === 'wrong'),
    candidates: await candidatesByName(incident, findings, catalogue),
  };
}
