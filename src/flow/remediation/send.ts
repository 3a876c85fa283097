import type { Call } from '#domain/call.ts';
import type { SentCall } from '#domain/facts.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Intent } from '#domain/incident.ts';
import { redacted } from '#domain/redaction/redact.ts';
import { callHash } from '#flow/decision/plan.ts';
import type { Change, Journal } from '#flow/journal.ts';
import { remedyOf, siteOf } from '#flow/look.ts';
import { stoppedBy } from '#flow/stop.ts';
import type { Tools } from '#flow/tools.ts';
import type { Claim, ClaimKey } from '#ports/store.ts';
import { scopeOf } from './scope.ts';

/** How sending ended: all sent, stopped by a person before or between writes, or a call that did not come through. */
export type Delivery =
  | { readonly sent: 'all' }
  | { readonly sent: 'stopped'; readonly by: string; readonly after: number }
  | { readonly sent: 'unknown'; readonly error: HealError };

const echoMs = 7 * 24 * 60 * 60_000;
const onceMs = 15 * 60_000;

/** Sends calls one by one: the intent is on disk and the stop switch is read before each, its result after. Throws when AWS surely did nothing. */
export async function sendAll(calls: readonly Call[], journal: Journal, tools: Tools): Promise<Delivery> {
  for (const [index, call] of calls.entries()) {
    const by = await stoppedBy(tools);
    if (by !== undefined) return { sent: 'stopped', by, after: index };
    const lost = await sendOne(call, journal, tools);
    if (lost !== undefined && 'stoppedBy' in lost) return { sent: 'stopped', by: lost.stoppedBy, after: index };
    if (lost !== undefined) return { sent: 'unknown', error: lost };
  }
  return { sent: 'all' };
}

async function sendOne(call: Call, journal: Journal, tools: Tools): Promise<HealError | { readonly stoppedBy: string } | undefined> {
  const { incident } = journal;
  const { service, operation, input } = call;
  const site = siteOf(incident.resource);
  const remedy = await remedyOf(incident, tools);
  const scope = remedy === undefined ? undefined : scopeOf(remedy, site);
  const intent: Intent = { id: tools.ids.short(), service, operation, call: callHash(call), at: tools.clock.now() };
  const claim = { key: intentKey(incident.id), owner: incident.id };
  await journal.record({
    patch: { intents: [...incident.intents, intent] },
    notes: [{ kind: 'intent', body: { intent: intent.id, stage: incident.stage, call: { service, operation, input } } }],
    take: [claim],
    durable: true,
  });
  // Once more, now that whoever stops can see that this write is under way, and waits for it.
  const by = await stoppedBy(tools);
  if (by !== undefined) {
    const because = `not sent: ${by} stopped all writes`;
    await resolve(journal, intent, { outcome: 'refused', error: because }, { because }, tools);
    return { stoppedBy: by };
  }
  const answer = await tools.cloud.writer(site, incident.id, scope).send(call).catch(asHealError);
  if (answer instanceof HealError) {
    const error = answer;
    const arrived = error.details?.arrived === 'no' ? 'refused' : 'unknown';
    await resolve(journal, intent, { outcome: arrived, error: redacted(error.message) }, { error: error.toJSON() }, tools);
    if (arrived === 'refused') throw error;
    return error;
  }
  const { requestId, milliseconds } = answer;
  await resolve(journal, intent, { outcome: 'done', requestId }, { requestId, milliseconds }, tools);
  return undefined;
}

const intentKey = (id: string): ClaimKey => `intent:${id}`;

type Resolution = Pick<SentCall, 'outcome' | 'requestId' | 'error'>;

/** Records how a write ended; its AWS request id is claimed, so that its event opens nothing. */
async function resolve(
  journal: Journal,
  { id, service, operation, call, at }: Intent,
  resolution: Resolution,
  seen: { readonly [key: string]: unknown },
  { clock }: Tools,
): Promise<void> {
  const { incident } = journal;
  const now = clock.now();
  const known = resolution.requestId !== undefined && resolution.requestId !== '';
  const expected: Claim = known
    ? { key: `echo:${resolution.requestId}`, owner: incident.id, until: now + echoMs }
    : { key: `echo:once:${incident.id}`, owner: incident.id, until: now + onceMs };
  const result: Change = {
    patch: {
      intents: incident.intents.filter((intent) => intent.id !== id),
      sent: [...incident.sent, { intent: id, service, operation, call, at, ...resolution }],
    },
    notes: [{ kind: 'result', body: { intent: id, service, operation, outcome: resolution.outcome, ...JSON.parse(JSON.stringify(seen)) } }],
    drop: incident.intents.length > 1 ? [] : [{ key: intentKey(incident.id), owner: incident.id }],
  };
  const held = resolution.outcome === 'refused' ? undefined : await journal.record({ ...result, take: [expected] });
  // Whoever has claimed this request id before: how the write ended is recorded all the same.
  if (resolution.outcome === 'refused' || held !== undefined) await journal.record(result);
}

/** What was announced and whose answer was never recorded (a crash, a full disk) is recorded as unknown, once. */
export async function settleIntents(journal: Journal, tools: Tools): Promise<number> {
  const open = journal.incident.intents;
  for (const intent of open) {
    const error = 'its answer was not recorded: the process ended, or the store could not be written';
    await resolve(journal, intent, { outcome: 'unknown', error }, { error }, tools);
  }
  return open.length;
}
