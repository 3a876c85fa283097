import type { Diagnosis } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import { historyOf } from '#flow/history.ts';
import { look, remedyOf } from '#flow/look.ts';
import type { StageFn } from '#flow/stages.ts';
import type { Tools } from '#flow/tools.ts';
import type { Remedy } from '#ports/catalogue.ts';
import { caseOf } from './case-of.ts';
import { decide } from './decide.ts';
import { makePlan } from './plan.ts';
import { usedUpIn } from './rates.ts';
import { rulingsOf } from './runbook-reasons.ts';

const notYetMs = 1_000;

/** Act, ask or leave? With every reason, the price, and the exact calls. */
export const decideStage: StageFn<'decision'> = async (incident, tools) => {
  const { diagnosis } = incident;
  const remedy = await remedyOf(incident, tools);
  const state = remedy === undefined ? undefined : await presentState(incident, remedy, tools);
  if (state === 'healthy') return { to: 'already-healthy', why: 'the condition went away before anything was written' };
  const plan =
    remedy === undefined || state === undefined ? undefined : await makePlan(remedy, state.state, state.ref, incident.resource, tools);
  const loaded = tools.policy();
  const lastHeal = (await historyOf(incident.fingerprint, tools.store)).at(-1)?.at;
  const known = {
    diagnosis,
    action: remedy?.action,
    plan,
    lastHeal,
    now: tools.clock.now(),
    runbooks: await rulingsOf(tools.knowledge),
    usedUp: usedUpIn(incident),
  };
  const decision = decide(caseOf(incident, known, loaded.policy), loaded, tools.defaultMode);
  if (decision.verdict === 'leave') return { to: 'logged', why: decision.because, decision };
  const refusal = remedy === undefined || state === undefined ? undefined : remedy.refuses(state.state);
  if (refusal !== undefined) return { to: 'escalated', why: `healing it would be wrong here: ${refusal}`, decision };
  if (plan === undefined) return notYet(incident, remedy, tools);
  if (decision.mode === 'dry-run')
    return {
      to: 'simulated',
      why: `dry run: it would ${decision.verdict === 'act' ? 'send' : 'ask to send'} ${count(plan.rounds.flat().length)}`,
      decision,
      plan,
    };
  if (decision.verdict === 'ask') return { to: 'approval', why: decision.because, decision, plan };
  const approval = { by: 'policy', channel: 'policy', at: tools.clock.now(), planHash: plan.hash };
  return { to: 'snapshot', why: decision.because, decision, plan, approval };
};

const count = (calls: number): string => (calls === 1 ? 'one call' : `${calls} calls`);

/** The state that the diagnosis saw, or a fresh look when this stage has waited since. */
async function presentState(
  incident: IncidentDocument & { diagnosis: Diagnosis },
  remedy: Remedy,
  tools: Tools,
): Promise<{ state: Json; ref: string } | 'healthy'> {
  const { state } = incident.diagnosis;
  if (state !== undefined && incident.due === incident.since) return { state: await tools.blobs.get(state), ref: state };
  const sight = await look(remedy, incident.resource, tools);
  if (sight.seen === 'unreadable') throw sight.error;
  if (sight.seen !== 'wrong') return 'healthy';
  return { state: sight.state, ref: await tools.blobs.put(sight.state, { sealed: true }) };
}

/** Wrong, but nothing can be written yet (a table still creating, an instance still stopping): look again until it settles. */
function notYet(incident: IncidentDocument, remedy: Remedy | undefined, { clock }: Tools): Awaited<ReturnType<StageFn<'decision'>>> {
  const patience = remedy?.action.settlesMs ?? 0;
  if (clock.now() - incident.since < patience) return { wait: notYetMs, why: 'the resource is changing: nothing can be written yet' };
  return { to: 'escalated', why: 'it is still wrong, and the action has no call for the state it is in' };
}
