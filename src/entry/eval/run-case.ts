import type { EvalCase } from '#catalogue/eval/eval-case.ts';
import type { Analysis, IncidentClass, Verdict } from '#domain/facts.ts';
import { hasEnded, type IncidentDocument } from '#domain/incident.ts';
import { advance } from '#flow/advance.ts';
import { passageQuery } from '#flow/diagnosis/analysts/model-analyst.ts';
import { isStage } from '#flow/lifecycle.ts';
import { loop } from '#flow/loop.ts';
import { type Receiving, receive } from '#flow/receive.ts';

/** What somebody says of a case. */
export interface Opinion {
  readonly class: IncidentClass | 'none';
  readonly cause: string;
  readonly action: string;
  /** `act` and `ask` where an action is meant, else `nothing`. */
  readonly does: Extract<Verdict, 'act' | 'ask'> | 'nothing';
}

/** One case through receiving, diagnosis and decision, as a dry run. */
export interface Run {
  readonly opinion: Opinion;
  /** What the model said, where it was asked. */
  readonly analysis?: Analysis;
  readonly model?: Opinion;
  /** By what the analysts search the runbooks; where no incident was opened nobody searches. */
  readonly query?: { readonly text: string; readonly resource: string };
  /** Why the state of the case could not be read by its action: then the case says nothing. */
  readonly unread?: string;
}

const nothing: Opinion = { class: 'none', cause: '', action: 'none', does: 'nothing' };
const mostStages = 20;

/** Runs a case in its world. */
export async function runCase({ event, before = [] }: EvalCase, tools: Receiving): Promise<Run> {
  const known = before.flatMap((each) => tools.catalogue.parse(each, tools.clock.now(), { trusted: true }).signals);
  for (const { signal } of known) await tools.habits?.learn([signal]);
  const receptions = await receive(event, tools.clock.now(), true, tools);
  const opened = receptions.find((reception) => reception.became === 'opened');
  if (opened?.became !== 'opened') return { opinion: nothing };
  const incident = await decided(opened.incident, tools);
  const { diagnosis, plan, decision, stage, resource } = incident;
  if (diagnosis === undefined) return { opinion: nothing };
  const planned = stage === 'simulated' ? plan : undefined;
  const verdict = decision?.verdict;
  const does = planned === undefined || verdict === 'leave' || verdict === undefined ? 'nothing' : verdict;
  const opinion: Opinion = { class: diagnosis.class, cause: diagnosis.cause, action: planned?.action ?? 'none', does };
  const { analysis, candidates = [] } = diagnosis;
  const query = { text: passageQuery(incident, { candidates }), resource: resource.type };
  const unread = diagnosis.observed === 'unreadable' ? { unread: incident.why } : {};
  return { opinion, query, ...unread, ...(analysis === undefined ? {} : { analysis, ...opinionOf(analysis, candidates) }) };
}

/** What the model would do on its own: nobody lets it, and this is how one sees why. */
function opinionOf(
  { class: kind, cause = '', candidate }: Analysis,
  candidates: readonly { readonly id: string; readonly action: string }[],
): { readonly model?: Opinion } {
  if (kind === undefined) return {};
  const action = candidates.find(({ id }) => id === candidate)?.action ?? 'none';
  return { model: { class: kind, cause, action, does: action === 'none' ? 'nothing' : 'ask' } };
}

async function decided(id: string, tools: Receiving): Promise<IncidentDocument> {
  for (let ran = 0; ; ran++) {
    const incident = await tools.store.incident(id);
    if (incident === undefined) throw new Error(`the incident ${id} is gone from memory`);
    // A resource that is changing is waited for by the engine; here nothing changes.
    if (hasEnded(incident.stage) || !isStage(incident.stage) || ran === mostStages) return incident;
    if ('wait' in (await advance(id, incident.stage, loop, tools))) return incident;
  }
}
