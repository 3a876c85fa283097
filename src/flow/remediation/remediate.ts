import type { Call } from '#domain/call.ts';
import type { Plan, SentCall } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { objectionNow } from '#flow/decision/objection-now.ts';
import { callHash } from '#flow/decision/plan.ts';
import { expectEffects } from '#flow/effects.ts';
import type { Journal } from '#flow/journal.ts';
import { look, remedyOf, type Sight } from '#flow/look.ts';
import type { StageFn } from '#flow/stages.ts';
import { heldFor } from '#flow/stop.ts';
import type { Tools } from '#flow/tools.ts';
import type { Remedy } from '#ports/catalogue.ts';
import { sendAll, settleIntents } from './send.ts';

/** The snapshot's look counts for the first write when it is no older than this: a look of our own would hardly be newer. */
const justMs = 1_000;

/** Makes it right: computes the calls anew from what is there now, and sends only calls that the plan holds. */
export const remediate: StageFn<'remediation'> = async (incident, tools, journal) => {
  const remedy = await remedyOf(incident, tools);
  if (remedy === undefined) return { to: 'escalated', why: 'its action is no longer named by the detection' };
  const unresolved = await settleIntents(journal, tools);
  const just = await justSeen(journal.incident, remedy, tools);
  // Nothing is half done yet, and the policy may be another one than when it was last looked at.
  const objection = just === undefined && unresolved === 0 && nothingWritten(journal) ? objectionNow(incident, tools) : undefined;
  if (objection !== undefined) return { to: 'escalated', why: `nothing was written, the policy objects by now: ${objection}` };
  const sight = just ?? (await look(remedy, incident.resource, tools));
  if (sight.seen === 'unreadable') throw sight.error;
  const round = (incident.remediation?.round ?? 0) + 1;
  const done = (because: string): Awaited<ReturnType<StageFn<'remediation'>>> => ({
    to: 'verification',
    why: because,
    remediation: { round, calls: [...journal.incident.sent], because },
  });
  if (sight.seen !== 'wrong') return done(unresolved > 0 ? 'the write that was under way had arrived' : 'it is right already');
  const calls = remedy.fix(sight.state);
  const stranger = calls.find((call) => !planned(call, incident.plan));
  if (stranger !== undefined)
    return {
      to: 'escalated',
      why: `it changed while it was being healed: ${stranger.service}:${stranger.operation} is not in the plan that was approved`,
    };
  const again = calls.find((call) => mayNotRepeat(call, remedy, journal));
  if (again !== undefined) return done(`${again.service}:${again.operation} may have arrived and is not sent twice`);
  return await deliver(calls, done, journal, tools);
};

/** What the snapshot has just read, when nothing was sent since and this is the first attempt: after a crash or a wait it is looked at again. */
async function justSeen(
  { before, sent, intents, attempt, generation, remediation }: IncidentDocument,
  remedy: Remedy,
  { blobs, clock }: Tools,
): Promise<Sight | undefined> {
  const first = sent.length === 0 && intents.length === 0 && attempt === 0 && generation === 0 && remediation === undefined;
  if (!first || before === undefined || clock.now() - before.at > justMs) return undefined;
  const state = await blobs.get(before.state);
  const wrong = remedy.wrong(state);
  return wrong === undefined ? undefined : { seen: 'wrong', state, wrong };
}

async function deliver(
  calls: readonly Call[],
  done: (because: string) => Awaited<ReturnType<StageFn<'remediation'>>>,
  journal: Journal,
  tools: Tools,
): Promise<Awaited<ReturnType<StageFn<'remediation'>>>> {
  if (calls.length > 0) await expectEffects(journal.incident.resource, journal.incident.id, tools);
  const delivery = await sendAll(calls, journal, tools);
  if (delivery.sent === 'all') return done(`${calls.length} of ${calls.length} calls sent`);
  if (delivery.sent === 'unknown') throw delivery.error;
  if (delivery.after === 0 && nothingWritten(journal))
    return { wait: heldFor(journal.incident.since, tools.clock.now()), why: `${delivery.by} stopped all writes` };
  return { to: 'escalated', why: `${delivery.by} stopped all writes after ${delivery.after} of ${calls.length} calls: it is half done` };
}

const nothingWritten = ({ incident: { sent } }: Journal): boolean => sent.every(({ outcome }) => outcome === 'refused');

const planned = (call: Call, { rounds }: Plan): boolean => {
  const hash = callHash(call);
  return rounds.flat().some((other) => callHash(other) === hash);
};

/** A call that is declared `repeat: never` and was sent, or may have been. */
const mayNotRepeat = (call: Call, remedy: Remedy, journal: Journal): boolean =>
  remedy.action.repeat === 'never' &&
  journal.incident.sent.some((sent: SentCall) => sent.call === callHash(call) && sent.outcome !== 'refused');
