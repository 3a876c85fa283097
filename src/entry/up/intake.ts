import { followEvents, type StreamedEvent } from '#adapters/intake/event-stream.ts';
import { asHealError } from '#domain/heal-error.ts';
import { recordSystem } from '#flow/stop.ts';
import type { Tools } from '#flow/tools.ts';
import type { Engine } from '#worlds/engine.ts';
import { admitted, StreamCursor } from './admitted.ts';

const cursorKey = 'cursor:sandbox';
const atOnce = 64;
const mostAttempts = 5;
const longestPauseMs = 10_000;

type Needed = Pick<Tools, 'store' | 'clock' | 'log'>;

/** Takes in the sandbox's events until the signal aborts. What was not completely admitted is read again by the next engine. */
export async function takeIn(
  endpoint: string,
  { tools, receive }: { readonly tools: Needed; readonly receive: Engine['receive'] },
  signal: AbortSignal,
): Promise<void> {
  const { log } = tools;
  const kept = await persist(() => keptCursor(tools), 'where it stopped reading', tools, signal);
  const reached = admitted(kept);
  const keeper = cursorKeeper(tools, signal);
  const active = new Set<Promise<void>>();

  for await (const event of followEvents(endpoint, kept ?? { after: 0 }, signal, log)) {
    reached.began(event.stream, event.seq);
    const one = takeOne(event, receive, tools, signal).then((done) => {
      active.delete(one);
      const cursor = done ? reached.ended(event.stream, event.seq) : undefined;
      if (cursor !== undefined) keeper.keep(cursor);
    });
    active.add(one);
    if (active.size >= atOnce) await Promise.race(active);
  }
  await Promise.all(active);
  await keeper.idle();
}

async function keptCursor({ store }: Needed): Promise<StreamCursor | undefined> {
  const text = await store.kept(cursorKey);
  return text === undefined ? undefined : StreamCursor.parse(JSON.parse(text));
}

/** True once the event is admitted, or recorded with the reason why it cannot be; false when the signal came first. */
async function takeOne(
  { stream, seq, event }: StreamedEvent,
  receive: Engine['receive'],
  tools: Needed,
  signal: AbortSignal,
): Promise<boolean> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      for (const reception of await receive(event, true)) tools.log.debug(`event ${seq}: ${reception.became}`, { seq });
      return true;
    } catch (thrown) {
      const error = asHealError(thrown);
      if (error.retry !== 'later' && attempt >= mostAttempts) {
        tools.log.error(`event ${seq} could not be admitted: ${error.message}`, { seq, code: error.code });
        const body = { what: 'event not admitted', stream, seq, error: { ...error.toJSON() } };
        await persist(() => recordSystem('observed', body, tools), `that event ${seq} was not admitted`, tools, signal);
        return !signal.aborted;
      }
      tools.log.warn(`event ${seq}: ${error.message}; trying again`, { seq, attempt, code: error.code });
      await tools.clock.sleep(pause(attempt), signal);
    }
  }
  return false;
}

const pause = (attempt: number): number => Math.min(longestPauseMs, 100 * 2 ** Math.min(attempt, 10));

/** Does it until the store takes it (a full disk passes), or the signal aborts. */
async function persist<T>(work: () => Promise<T>, what: string, { log, clock }: Needed, signal: AbortSignal): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) return undefined;
      log.error(`the store does not take ${what}: ${asHealError(error).message}; trying again`);
      await clock.sleep(pause(attempt), signal);
    }
  }
}

/** Keeps the newest cursor, one write at a time. */
function cursorKeeper(tools: Needed, signal: AbortSignal): { keep(cursor: StreamCursor): void; idle(): Promise<void> } {
  let newest: StreamCursor | undefined;
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    while (newest !== undefined) {
      const text = JSON.stringify(newest);
      newest = undefined;
      await persist(() => tools.store.keep(cursorKey, text), 'how far it has read', tools, signal);
    }
    writing = undefined;
  };
  return {
    keep(cursor) {
      newest = cursor;
      writing ??= write();
    },
    idle: async () => writing,
  };
}
