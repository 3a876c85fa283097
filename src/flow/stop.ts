import { chain } from '#domain/entry.ts';
import type { JsonObject } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import type { Claim } from '#ports/store.ts';
import type { Tools } from './tools.ts';

const stopKey = 'stop:all';

/** Who stopped all writes, or nothing; read before every write. Throws when it cannot be read: then nothing is written. */
export async function stoppedBy({ store, clock }: Pick<Tools, 'store' | 'clock'>): Promise<string | undefined> {
  return (await store.holder(stopKey, clock.now()))?.owner;
}

/** How long what is held waits before it looks again: longer, the longer it has waited, because on AWS each look is a step of a machine that may take 25,000. */
export const heldFor = (since: number, now: number): number => Math.round(Math.min(30_000, Math.max(2_000, (now - since) / 10)));

/** The chain for what belongs to no incident, one a day (UTC). */
export const systemChain = (now: number): string => `system-${new Date(now).toISOString().slice(0, 10)}`;

/** Records something that belongs to no incident. */
export async function recordSystem(
  kind: 'stopped' | 'resumed' | 'observed',
  body: JsonObject,
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
): Promise<void> {
  const at = clock.now();
  const name = systemChain(at);
  await store.append(name, (head) => chain(head, { chain: name, at, kind, body: redacted(body) }));
}

/** No write is sent once this has come back, rollback included, until `resume`: what was being sent has its answer. Gives who had stopped it already. */
export async function stop(by: string, tools: Pick<Tools, 'store' | 'clock'>): Promise<string | undefined> {
  const claim: Claim = { key: stopKey, owner: by };
  const holder = await tools.store.take(claim, tools.clock.now());
  if (holder === undefined) await recordSystem('stopped', { by }, tools);
  await untilNothingIsSent(tools);
  return holder?.owner;
}

const pollMs = 50;
/** Longer than AWS takes to answer; the intent of a process that died stays open, and nobody sends it. */
const longestWaitMs = 3_000;
/** So many incidents are looked at; more than run at once. */
const mostSending = 100;

/** Every write has its intent recorded before it reads the switch: those that read it too early are seen here. */
async function untilNothingIsSent({ store, clock }: Pick<Tools, 'store' | 'clock'>): Promise<void> {
  const sending = async (place: 'remediation' | 'rollback'): Promise<boolean> =>
    (await store.incidents({ by: 'place', place }, { limit: mostSending })).items.some(({ intents }) => intents.length > 0);
  for (const until = clock.now() + longestWaitMs; clock.now() < until; ) {
    if (!(await sending('remediation')) && !(await sending('rollback'))) return;
    await clock.sleep(pollMs);
  }
}

/** Writes may be sent again. Gives who had stopped them, or nothing when nobody had. */
export async function resume(by: string, tools: Pick<Tools, 'store' | 'clock'>): Promise<string | undefined> {
  const owner = await stoppedBy(tools);
  if (owner === undefined) return undefined;
  await tools.store.drop({ key: stopKey, owner });
  await recordSystem('resumed', { by, stoppedBy: owner }, tools);
  return owner;
}
