import type { Verification } from '#domain/facts.ts';
import { callHash } from '#flow/decision/plan.ts';
import type { Incident } from '#flow/lifecycle.ts';
import { look, remedyOf, type Sight, sameState, stateRef } from '#flow/look.ts';
import type { StageFn } from '#flow/stages.ts';
import type { Tools } from '#flow/tools.ts';
import type { Remedy } from '#ports/catalogue.ts';

const firstWaitMs = 100;
const longestWaitMs = 5_000;

type Verdict = Awaited<ReturnType<StageFn<'verification'>>>;

/** Healed, not healed, or unknown? Two agreeing reads make it healed; did anything else change? */
export const verify: StageFn<'verification'> = async (incident, tools) => {
  const remedy = await remedyOf(incident, tools);
  if (remedy === undefined) return { to: 'escalated', why: 'its action is no longer named by the detection' };
  const first = await look(remedy, incident.resource, tools);
  if (first.seen === 'healthy') {
    await tools.clock.sleep(tools.agreementMs);
    const second = await look(remedy, incident.resource, tools);
    if (second.seen === 'healthy') return await healthy(incident, remedy, second.state, tools);
    return await unsettled(incident, remedy, second, tools);
  }
  return await unsettled(incident, remedy, first, tools);
};

async function healthy(
  incident: Incident<'verification'>,
  remedy: Remedy,
  state: Parameters<Remedy['wrong']>[0],
  tools: Tools,
): Promise<Verdict> {
  const because = incident.sent.some(({ outcome }) => outcome !== 'refused')
    ? 'read twice: the condition is gone and nothing else changed'
    : 'the condition went away by itself';
  const predicted = await tools.blobs.get(incident.plan.predicted);
  const ref = await stateRef(state, { state: predicted, ref: incident.plan.predicted }, tools);
  const verification = { because, reads: 2, at: tools.clock.now(), state: ref };
  if (sameState(remedy, state, predicted)) return { to: 'healed', why: because, verification: { ...verification, result: 'healed' } };
  const collateral: Verification = {
    ...verification,
    result: 'collateral',
    because: 'the condition is gone, but something changed that the plan did not foresee',
  };
  return afterFailure(incident, remedy, collateral);
}

/** Still wrong: another round when the action has one, else wait until `settles` is over. */
async function unsettled(
  incident: Incident<'verification'>,
  remedy: Remedy,
  sight: Exclude<Sight, { seen: 'healthy' }>,
  { clock, blobs }: Tools,
): Promise<Verdict> {
  const now = clock.now();
  const elapsed = now - incident.since;
  if (sight.seen === 'wrong' && nextRound(incident, remedy, sight.state))
    return { to: 'remediation', why: `round ${(incident.remediation?.round ?? 0) + 1} of the fix can be sent now` };
  const wrote = incident.sent.some(({ outcome }) => outcome !== 'refused');
  if (wrote && elapsed < remedy.action.settlesMs)
    return { wait: Math.min(longestWaitMs, Math.max(firstWaitMs, elapsed)), why: `not settled yet: ${describe(sight)}` };
  const base = { reads: 1, at: now };
  if (sight.seen !== 'wrong') {
    const because = `whether it healed is unknown: ${describe(sight)}`;
    return { to: 'escalated', why: `${because}; nothing more was written`, verification: { ...base, result: 'unknown', because } };
  }
  const because = wrote
    ? `not healed after ${Math.round(elapsed / 1000)} s: ${sight.wrong}`
    : `nothing was written (${incident.why}) and it is still wrong: ${sight.wrong}`;
  const failed: Verification = { ...base, result: 'not-healed', because, state: await blobs.put(sight.state, { sealed: true }) };
  return afterFailure(incident, remedy, failed);
}

const describe = (sight: Exclude<Sight, { seen: 'healthy' }>): string =>
  sight.seen === 'wrong' ? sight.wrong : sight.seen === 'gone' ? sight.because : sight.error.message;

/** Are there calls for this state that are in the plan and were not sent yet? */
function nextRound({ remediation, plan, sent }: Incident<'verification'>, remedy: Remedy, state: Parameters<Remedy['fix']>[0]): boolean {
  if ((remediation?.round ?? 1) >= remedy.action.rounds) return false;
  const calls = remedy.fix(state).map(callHash);
  const planned = new Set(plan.rounds.flat().map(callHash));
  return (
    calls.length > 0 && calls.every((call) => planned.has(call) && !sent.some((past) => past.call === call && past.outcome === 'done'))
  );
}

/** Undo what we wrote, except where the safer half-fixed state must stand: reopening a hole is never automatic. */
function afterFailure({ sent }: Incident<'verification'>, { action }: Remedy, verification: Verification): Verdict {
  const wrote = sent.some(({ outcome }) => outcome !== 'refused');
  if (!wrote) return { to: 'escalated', why: verification.because, verification };
  if (action.keeps === 'safer')
    return {
      to: 'escalated',
      why: `${verification.because}; what was written stands, because undoing it would be less safe`,
      verification,
    };
  if (action.undo.kind !== 'undo') return { to: 'escalated', why: `${verification.because}; ${action.undo.because}`, verification };
  return { to: 'rollback', why: verification.because, verification };
}
