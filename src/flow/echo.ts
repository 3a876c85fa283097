import type { Signal } from '#domain/signal.ts';
import type { ClaimKey } from '#ports/store.ts';
import { expectEffects } from './effects.ts';
import { siteOf } from './look.ts';
import type { Tools } from './tools.ts';

/** Is this event the echo of a write of ours? `held`: a write is under way and its request id is not recorded yet, so ask again soon. */
export async function echoOf(signal: Signal, tools: Tools): Promise<{ readonly echo: string } | 'held' | undefined> {
  const { store, clock } = tools;
  const incident = ourSession(signal, tools);
  // The intent is looked at first: once it is gone, the request id is surely recorded.
  if (incident !== undefined && (await store.holder(`intent:${incident}`, clock.now())) !== undefined) return 'held';
  if (signal.requestId === undefined) return undefined;
  const recorded = await store.holder(echoKey(signal.requestId), clock.now());
  if (recorded !== undefined) {
    await expectEffects(signal.resource, recorded.owner, tools);
    return { echo: recorded.owner };
  }
  return incident === undefined ? undefined : await lostAnswer(incident, signal.requestId, tools);
}

const echoKey = (requestId: string): ClaimKey => `echo:${requestId}`;
const lostMs = 7 * 24 * 60 * 60_000;

/** A write whose answer we never saw is expected once: the first attested event of its session is that write. */
async function lostAnswer(incident: string, requestId: string, { store, clock }: Tools): Promise<{ readonly echo: string } | undefined> {
  const once: ClaimKey = `echo:once:${incident}`;
  const expected = await store.holder(once, clock.now());
  if (expected === undefined) return undefined;
  await store.take({ key: echoKey(requestId), owner: incident, until: clock.now() + lostMs }, clock.now());
  await store.drop(expected);
  return { echo: incident };
}

/** The incident in whose name AWS attests that the call was made; a session name alone earns no trust, the role must be our write role. */
function ourSession({ actor, rank, resource }: Signal, { cloud }: Tools): string | undefined {
  const session = actor?.session;
  if (rank !== 'attested' || session === undefined || !session.startsWith('inc-')) return undefined;
  return cloud.writer(siteOf(resource), session).session === actor?.arn ? session : undefined;
}
