import type { Call } from '#domain/call.ts';
import type { SentCall } from '#domain/facts.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Intent } from '#domain/incident.ts';
import { callHash } from '#flow/decision/plan.ts';
import type { Journal } from '#flow/journal.ts';
import { siteOf } from '#flow/look.ts';
import { stoppedBy } from '#flow/stop.ts';
import type { Tools } from '#flow/tools.ts';
import type { ClaimKey } from '#ports/store.ts';

/** How sending ended: all sent, stopped by a person before or between writes, or a call that did not come through. */
export type Delivery =
  | { readonly sent: 'all' }
  | { readonly sent: 'stopped'; readonly by: string; readonly after: number }
  | { readonly sent: 'unknown'; readonly error: HealError };

const echoMs = 7 * 24 * 60 * 60_000;
const onceMs = 15 * 60_000;

/** Sends calls one by one: the stop switch is read and the intent is on disk before each, its result after. Throws when AWS surely did nothing. */
export async function sendAll(calls: readonly Call[], journal: Journal, tools: Tools): Promise<Delivery> {
  for (const [index, call] of calls.entries()) {
    const by = await stoppedBy(tools);
    if (by !== undefined) return { sent: 'stopped', by, after: index };
    const lost = await sendOne(call, journal, tools);
    if (lost !== undefined) return { sent: 'unknown', error: lost };
  }
  return { sent: 'all' };
}

async function sendOne(call: Call, journal: Journal, tools: Tools): Promise<HealError | undefined> {
  const { incident } = journal;
  const { service, operation, input } = call;
  const intent: Intent = { id: tools.ids.short(), service, operation, call: callHash(call), at: tools.clock.now() };
  const claim = { key: intentKey(incident.id), owner: incident.id };
  await journal.record({
    patch: { intents: [...incident.intents, intent] },
    notes: [{ kind: 'intent', body: { intent: intent.id, stage: incident.stage, call: { service, operation, input } } }],
    take: [claim],
    durable: true,
  });
  try {
    const { requestId, milliseconds } = await tools.cloud.writer(siteOf(incident.resource), incident.id).send(call);
    await resolve(journal, intent, { outcome: 'done', requestId }, { requestId, milliseconds }, tools);
    return undefined;
  } catch (thrown) {
    const error = asHealError(thrown);
    if (error.code === 'fence-lost') throw error;
    const arrived = error.details?.arrived === 'no' ? 'refused' : 'unknown';
    await resolve(journal, intent, { outcome: arrived, error: error.message }, { error: error.toJSON() }, tools);
    if (arrived === 'refused') throw error;
    return error;
  }
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
  const echo: ClaimKey | undefined =
    resolution.requestId !== undefined
      ? `echo:${resolution.requestId}`
      : resolution.outcome === 'unknown'
        ? `echo:once:${incident.id}`
        : undefined;
  const until = now + (resolution.requestId === undefined ? onceMs : echoMs);
  await journal.record({
    patch: {
      intents: incident.intents.filter((intent) => intent.id !== id),
      sent: [...incident.sent, { intent: id, service, operation, call, at, ...resolution }],
    },
    notes: [{ kind: 'result', body: { intent: id, service, operation, outcome: resolution.outcome, ...JSON.parse(JSON.stringify(seen)) } }],
    ...(echo === undefined ? {} : { take: [{ key: echo, owner: incident.id, until }] }),
    drop: incident.intents.length > 1 ? [] : [{ key: intentKey(incident.id), owner: incident.id }],
  });
}

/** After a crash: what was announced and never answered is recorded as unknown, once. */
export async function settleIntents(journal: Journal, tools: Tools): Promise<number> {
  const open = journal.incident.intents;
  for (const intent of open) {
    const error = 'the process ended before the answer was recorded';
    await resolve(journal, intent, { outcome: 'unknown', error }, { error }, tools);
  }
  return open.length;
}
