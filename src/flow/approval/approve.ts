import type { StageFn } from '#flow/stages.ts';

/** Does a person agree? A stored answer decides; without one the incident is parked until somebody answers or time is over. */
export const approve: StageFn<'approval'> = async (incident, { clock, policy }) => {
  const { answer, plan, decision, since } = incident;
  if (answer !== undefined && answer.planHash === plan.hash) {
    const { by, channel, at, planHash, reason } = answer;
    if (answer.answer === 'reject') return { to: 'rejected', why: `${by} rejected it${reason === undefined ? '' : `: ${reason}`}` };
    return { to: 'snapshot', why: `${by} approved it`, approval: { by, channel, at, planHash } };
  }
  const within = since + policy().policy.approvalMinutes * 60_000 - clock.now();
  if (within <= 0) return { to: 'expired', why: 'nobody answered in time: nothing was written' };
  return { ask: plan.hash, within, why: decision.because };
};
