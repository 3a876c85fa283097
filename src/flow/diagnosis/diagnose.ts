import type { Tags } from '#domain/facts.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import { look, remedyOf, type Sight, siteOf } from '#flow/look.ts';
import type { StageFn } from '#flow/stages.ts';
import type { Tools } from '#flow/tools.ts';
import type { Remedy } from '#ports/catalogue.ts';
import { analyse } from './analysts/analyse.ts';
import { tripped } from './breaker.ts';
import { environmentOf } from './environment.ts';
import { collectEvidence } from './evidence/collect.ts';
import { expectedEnd } from './expected.ts';
import { keptDiagnosis } from './kept-diagnosis.ts';
import { pipelineOf } from './pipeline.ts';
import { type Threat, threatOf } from './score.ts';

/** What happened, why, how bad, and is it still true? */
export const diagnose: StageFn<'diagnosis'> = async (incident, tools, journal) => {
  const { policy } = tools.policy();
  const remedy = await remedyOf(incident, tools);
  const [sight, tags] = await Promise.all([
    remedy === undefined ? undefined : sightOf(incident, remedy, tools),
    tagsOf(incident, remedy, tools),
  ]);
  const pipeline = pipelineOf(incident, policy);
  const { score, contributions } = await threatIn(incident, environmentOf(tags.tags, incident.resource.account, policy), tags.tags, tools);
  const state = sight !== undefined && 'state' in sight ? await tools.blobs.put(sight.state, { sealed: true }) : undefined;
  const { evidence, gaps } = await collectEvidence(incident, sight, tools);
  const found = { sight, evidence, gaps, score, contributions, pipeline: pipeline?.name, tags: tags.tags, state };
  const diagnosis = keptDiagnosis({
    ...(await analyse(incident, found, tools)),
    score,
    contributions: [...contributions],
    evidence,
    ...(gaps.length === 0 ? {} : { gaps }),
    observed: sight === undefined ? 'none' : sight.seen === 'gone' ? 'healthy' : sight.seen,
    ...(sight?.seen === 'wrong' ? { wrong: sight.wrong } : {}),
    ...(state === undefined ? {} : { state }),
    ...(tags.tags === undefined ? {} : { tags: redacted({ ...tags.tags }) }),
    ...(tags.error === undefined ? {} : { tagsError: tags.error }),
  });
  const expected = await expectedEnd(incident, sight?.seen, journal, tools);
  if (expected !== undefined) return { ...expected, diagnosis };
  if (sight?.seen === 'gone') return { to: 'already-healthy', why: `there is nothing to heal: ${sight.because}`, diagnosis };
  if (sight?.seen === 'healthy') return { to: 'already-healthy', why: 'the condition is not there: nothing was written', diagnosis };
  if (sight?.seen === 'unreadable') return { to: 'escalated', why: `the resource could not be read: ${sight.error.message}`, diagnosis };
  // Behind a retry stands a person, who has decided what the breaker left to people.
  const guarded = diagnosis.class !== 'normal' && incident.generation === 0;
  const opponent = guarded ? await tripped(incident, tools.store, tools.clock.now()) : undefined;
  if (opponent !== undefined) return { to: 'escalated', why: opponent, diagnosis };
  return { to: 'decision', why: diagnosis.cause, diagnosis };
};

/** A sweep's own look counts for a minute; before anything is written the resource is looked at again in any case. */
const seenMs = 60_000;

async function sightOf({ seen, attempt, generation, resource }: IncidentDocument, remedy: Remedy, tools: Tools): Promise<Sight> {
  if (seen === undefined || attempt > 0 || generation > 0 || tools.clock.now() - seen.at > seenMs) return look(remedy, resource, tools);
  const state = await tools.blobs.get(seen.state);
  const wrong = remedy.wrong(state);
  return wrong === undefined ? { seen: 'healthy', state } : { seen: 'wrong', state, wrong };
}

/** The event is read again from where it was stored, so that what a call means is always what the catalogue knows now. */
export async function threatIn(
  { signal, event, class: kind, severity, habits }: IncidentDocument,
  environment: string,
  tags: Tags | undefined,
  { blobs, catalogue }: Pick<Tools, 'blobs' | 'catalogue'>,
): Promise<Threat> {
  const meaning = event === undefined ? undefined : catalogue.meaning(await blobs.get(event));
  return threatOf({
    meaning,
    detections: [{ class: kind, severity }],
    signal,
    attested: signal.rank === 'attested',
    environment,
    tags,
    ...(habits === undefined ? {} : { more: habits }),
  });
}

/** How long tags that cannot be read are waited for before a person is asked because of them. */
const patienceMs = 60_000;

async function tagsOf(
  { resource, attempt, since }: IncidentDocument,
  remedy: Remedy | undefined,
  { catalogue, cloud, clock }: Tools,
): Promise<{ readonly tags?: Tags; readonly error?: string }> {
  const action = remedy === undefined ? undefined : await catalogue.action(remedy.action.id);
  if (action === undefined) return {};
  const reader = cloud.reader(siteOf(resource));
  try {
    return { tags: await action.tags(reader, resource) };
  } catch (thrown) {
    const error = asHealError(thrown);
    if (error.code === 'no-such-resource') return { tags: recordedTags(await reader.recorded(resource)) };
    if (error.retry !== 'never' && attempt === 0 && clock.now() - since < patienceMs) throw error;
    return { error: error.message };
  }
}

/** The last tags that we recorded of a resource that is gone. */
function recordedTags(state: Json | undefined): Tags {
  const tags = typeof state === 'object' && state !== null && 'tags' in state ? state.tags : undefined;
  if (typeof tags !== 'object' || tags === null) return {};
  return Object.fromEntries(Object.entries(tags).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}
