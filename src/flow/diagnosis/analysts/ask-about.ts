import type { Analysis, Diagnosis } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Sight } from '#flow/look.ts';
import type { Tools } from '#flow/tools.ts';
import type { Model } from '#ports/model.ts';
import { type OpinionTools, secondOpinion } from './model-analyst.ts';

/** Asks a model about an incident because a person wants to know, by what was found out then: nothing is decided by the answer. Throws HealError `not-found` before its diagnosis. */
export async function askAbout(incident: IncidentDocument, model: Model, tools: OpinionTools): Promise<Analysis> {
  const { diagnosis } = incident;
  if (diagnosis === undefined)
    throw new HealError('not-found', `${incident.id} is not diagnosed yet, so there is nothing to ask about: try again later.`);
  const { evidence, gaps = [], score, contributions, tags, state, candidates = [] } = diagnosis;
  const findings = { sight: sightOf(diagnosis), evidence, gaps, score, contributions, tags, state };
  return await secondOpinion(incident, findings, { ...diagnosis, candidates }, model, tools);
}

/** The opinion of the world's own model about a stored incident. Throws HealError `not-found`, or `bad-config` where the policy names no model. */
export async function opinionOf(id: string, tools: OpinionTools & Pick<Tools, 'model'>): Promise<Analysis> {
  const incident = await tools.store.incident(id);
  if (incident === undefined) throw new HealError('not-found', `there is no incident ${id}; "selfheal incidents" lists them`);
  if (tools.model === undefined)
    throw new HealError('bad-config', 'the policy names no model: write one under "model:", as docs/models.md shows');
  return await askAbout(incident, tools.model, tools);
}

/** What the diagnosis saw, as far as a question tells of it. */
function sightOf({ observed, wrong = '' }: Diagnosis): Sight | undefined {
  switch (observed) {
    case 'none':
      return undefined;
    case 'wrong':
      return { seen: 'wrong', state: null, wrong };
    case 'healthy':
      return { seen: 'healthy', state: null };
    case 'unreadable':
      return { seen: 'unreadable', error: new HealError('bad-state', 'it could not be read') };
  }
}
