import type { Rollback, SentCall } from '#domain/facts.ts';
import { resourceKey } from '#domain/resource-ref.ts';
import { look, remedyOf, sameState } from '#flow/look.ts';
import { sendAll, settleIntents } from '#flow/remediation/send.ts';
import type { StageFn } from '#flow/stages.ts';
import type { Claim } from '#ports/store.ts';

const heldMs = 500;

/** Undoes what we wrote: only while it still stands as we left it, and only what the action can undo. */
export const rollBack: StageFn<'rollback'> = async (incident, tools, journal) => {
  const remedy = await remedyOf(incident, tools);
  if (remedy === undefined) return { to: 'escalated', why: 'its action is no longer named by the detection' };
  const { undo } = remedy.action;
  if (undo.kind !== 'undo') return { to: 'escalated', why: `it cannot be undone: ${undo.because}` };
  const claim: Claim = { key: `resource:${resourceKey(incident.resource)}`, owner: incident.id };
  const holder = await journal.record({ notes: [], take: [claim] });
  if (holder !== undefined) return { wait: heldMs, why: `${holder.owner} is acting on the same resource` };
  await settleIntents(journal, tools);
  const sight = await look(remedy, incident.resource, tools);
  if (sight.seen === 'unreadable') throw sight.error;
  if (sight.seen === 'gone') return { to: 'escalated', why: `there is nothing to roll back: ${sight.because}` };
  const before = await tools.blobs.get(incident.before.state);
  // Only people roll back what is healed; after a person's retry a rollback is the policy's again.
  const person = incident.verification?.result === 'healed' ? incident.requestedBy : undefined;
  const by = person ?? 'policy';
  const because = person === undefined ? incident.why : `${person} asked for it`;
  const ours = (): SentCall[] => journal.incident.sent.filter(({ at }) => at >= incident.since);
  const finish = (restored: boolean): Rollback => ({ by, because, calls: ours(), restored });
  if (sameState(remedy, sight.state, before)) return { to: 'rolled-back', why: 'it is as it was before', rollback: finish(true) };
  const left = incident.verification?.state;
  const begun = ours().some(({ outcome }) => outcome !== 'refused');
  if (left !== undefined && !begun && !sameState(remedy, sight.state, await tools.blobs.get(left))) {
    return {
      to: 'escalated',
      why: 'somebody changed it since we wrote: undoing would overwrite that, so a person decides',
      rollback: finish(false),
    };
  }
  const calls = remedy.undo(before, sight.state);
  const delivery = await sendAll(calls, journal, tools);
  if (delivery.sent === 'unknown') throw delivery.error;
  if (delivery.sent === 'stopped')
    return {
      to: 'escalated',
      why: `${delivery.by} stopped all writes after ${delivery.after} of ${calls.length} calls of the rollback`,
      rollback: finish(false),
    };
  await tools.clock.sleep(tools.agreementMs);
  const after = await look(remedy, incident.resource, tools);
  const restored = 'state' in after && sameState(remedy, after.state, before);
  if (restored) return { to: 'rolled-back', why: `it is as it was before: ${because}`, rollback: finish(true) };
  return { to: 'escalated', why: 'the rollback was sent, but the state before did not come back', rollback: finish(false) };
};
