import type { Diagnosis, Evidence, Tags } from '#domain/facts.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import { look, remedyOf, type Sight, siteOf } from '#flow/look.ts';
import type { StageFn } from '#flow/stages.ts';
import type { Tools } from '#flow/tools.ts';
import type { Remedy } from '#ports/catalogue.ts';
import { tripped } from './breaker.ts';
import { environmentOf } from './environment.ts';
import { pipelineOf } from './pipeline.ts';
import { confidenceOf, type Threat, threatOf } from './score.ts';

/** What happened, why, how bad, and is it still true? */
export const diagnose: StageFn<'diagnosis'> = async (incident, tools) => {
  const { policy } = tools.policy();
  const remedy = await remedyOf(incident, tools);
  const [sight, tags] = await Promise.all([
    remedy === undefined ? undefined : look(remedy, incident.resource, tools),
    tagsOf(incident, remedy, tools),
  ]);
  const pipeline = pipelineOf(incident, policy);
  const { score, contributions } = await threatIn(incident, environmentOf(tags.tags, incident.resource.account, policy), tags.tags, tools);
  const state = sight !== undefined && 'state' in sight ? await tools.blobs.put(sight.state, { sealed: true }) : undefined;
  const diagnosis: Diagnosis = {
    class: pipeline === undefined ? incident.class : 'normal',
    score,
    contributions: [...contributions],
    confidence: confidenceOf(incident.signal.rank, sight?.seen === 'wrong'),
    cause: causeOf(incident, sight, pipeline?.name),
    evidence: evidenceOf(incident, sight, tools.clock.now()),
    observed: sight === undefined ? 'none' : sight.seen === 'gone' ? 'healthy' : sight.seen,
    ...(sight?.seen === 'wrong' ? { wrong: sight.wrong } : {}),
    ...(state === undefined ? {} : { state }),
    ...(tags.tags === undefined ? {} : { tags: { ...tags.tags } }),
    ...(tags.error === undefined ? {} : { tagsError: tags.error }),
  };
  if (sight?.seen === 'gone') return { to: 'already-healthy', why: `there is nothing to heal: ${sight.because}`, diagnosis };
  if (sight?.seen === 'healthy') return { to: 'already-healthy', why: 'the condition is not there: nothing was written', diagnosis };
  if (sight?.seen === 'unreadable') return { to: 'escalated', why: `the resource could not be read: ${sight.error.message}`, diagnosis };
  // Behind a retry stands a person, who has decided what the breaker left to people.
  const guarded = diagnosis.class !== 'normal' && incident.generation === 0;
  const opponent = guarded ? await tripped(incident, tools.store, tools.clock.now()) : undefined;
  if (opponent !== undefined) return { to: 'escalated', why: opponent, diagnosis };
  return { to: 'decision', why: diagnosis.cause, diagnosis };
};

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

function causeOf({ signal, title }: IncidentDocument, sight: Sight | undefined, pipeline: string | undefined): string {
  const who = signal.actor?.arn ?? signal.actor?.type;
  const from = signal.actor?.sourceIp === undefined ? '' : ` from ${signal.actor.sourceIp}`;
  const what = signal.operation ?? signal.title;
  const attested = signal.rank === 'attested' ? '' : ' (reported, not attested by AWS)';
  const deed = who === undefined ? `${what}${attested}` : `${who} called ${what}${from}${attested}`;
  const known = pipeline === undefined ? '' : ` It is the known pipeline ${pipeline}.`;
  const found = sight?.seen === 'wrong' ? `: ${sight.wrong}.` : sight?.seen === 'healthy' ? ', but the condition is not there.' : '.';
  return `${title}. ${deed} at ${new Date(signal.at).toISOString()}${found}${known}`;
}

function evidenceOf({ signal, event }: IncidentDocument, sight: Sight | undefined, now: number): Evidence[] {
  const evidence: Evidence[] = [
    {
      id: 'e1',
      what: `${signal.title} (${signal.rank}), event ${signal.id}`,
      source: event === undefined ? signal.source : `blob ${event}`,
      at: signal.at,
    },
  ];
  if (sight?.seen === 'wrong') evidence.push({ id: 'e2', what: sight.wrong, source: 'observed', at: now });
  if (sight?.seen === 'gone') evidence.push({ id: 'e2', what: sight.because, source: 'observed', at: now });
  return evidence;
}
