import type { Approval } from '#domain/facts.ts';
import { resourceKey } from '#domain/resource-ref.ts';
import { objectionNow } from '#flow/decision/objection-now.ts';
import { look, remedyOf, sameState, stateRef } from '#flow/look.ts';
import type { StageFn } from '#flow/stages.ts';
import { heldFor, stoppedBy } from '#flow/stop.ts';
import type { Claim } from '#ports/store.ts';
import { countWrite } from './count-write.ts';

const heldMs = 500;
const mostReplans = 5;
const nothingSaid = { answer: undefined, heard: undefined };

const voidYes = ({ by, channel }: Approval): string => (channel === 'policy' ? '' : `: the yes of ${by} is void`);

/** Is it still as planned? Then what is there now is kept, sealed, and the resource is ours until the end. */
export const keepBefore: StageFn<'snapshot'> = async (incident, tools, journal) => {
  const { plan, diagnosis, resource, approval } = incident;
  const remedy = await remedyOf(incident, tools);
  if (remedy === undefined) return { to: 'escalated', why: 'its action is no longer named by the detection' };
  if (approval.planHash !== plan.hash) return { to: 'escalated', why: 'the approval belongs to another plan' };
  // What waits here is looked at anew when it goes on: hours may pass until somebody resumes.
  const stopper = await stoppedBy(tools);
  if (stopper !== undefined) return { wait: heldFor(incident.since, tools.clock.now()), why: `${stopper} stopped all writes` };
  const claim: Claim = { key: `resource:${resourceKey(resource)}`, owner: incident.id };
  // In a commit of this incident, so that a process that has lost its lease takes nothing for an incident that has ended.
  const holder = await journal.record({ notes: [], take: [claim] });
  if (holder !== undefined) return { wait: heldMs, why: `${holder.owner} is acting on the same resource` };
  const sight = await look(remedy, resource, tools);
  if (sight.seen === 'unreadable') throw sight.error;
  if (sight.seen !== 'wrong') return { to: 'already-healthy', why: 'the condition went away before anything was written' };
  const from = await tools.blobs.get(plan.from);
  if (sameState(remedy, sight.state, from)) {
    const objection = objectionNow(incident, tools);
    if (objection !== undefined) {
      await journal.record({ patch: nothingSaid, notes: [], drop: [claim] });
      return { to: 'decision', why: `the policy objects by now: ${objection}${voidYes(approval)}` };
    }
    const usedUp = await countWrite(incident, journal, claim, tools);
    if (usedUp !== undefined) return { to: 'decision', why: usedUp };
    return {
      to: 'remediation',
      why: 'it is as planned; what was there is kept',
      before: { state: await stateRef(sight.state, { state: from, ref: plan.from }, tools), at: tools.clock.now() },
    };
  }
  if (incident.replans >= mostReplans)
    return { to: 'escalated', why: `it changed ${mostReplans + 1} times between decision and snapshot: somebody is working on it` };
  // A yes is for what was seen: it is void, also should everything become again as it was.
  await journal.record({ patch: { ...nothingSaid, replans: incident.replans + 1 }, notes: [], drop: [claim] });
  return {
    to: 'decision',
    why: `it changed since it was planned${voidYes(approval)}`,
    diagnosis: { ...diagnosis, state: await tools.blobs.put(sight.state, { sealed: true }), wrong: sight.wrong },
  };
};
