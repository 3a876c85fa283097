import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { memoryStore } from '#adapters/memory/store.ts';
import { type EntryBody, readEntry } from '#domain/entry.ts';
import { HealError } from '#domain/heal-error.ts';
import { systemChain } from '#flow/stop.ts';
import type { Store } from '#ports/store.ts';
import { quiet, sleepingClock } from '#testkit/flow-world.ts';
import type { Engine } from '#worlds/engine.ts';
import { takeIn } from './intake.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A sandbox that has these events, numbered from 1, and keeps the line open. */
async function sandboxWith(stream: string, count: number): Promise<string> {
  const sandbox = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname.endsWith('/health')) return void response.end(JSON.stringify({ stream }));
    const after = Number(url.searchParams.get('after'));
    response.write(`${JSON.stringify({ stream })}\n`);
    for (let seq = after + 1; seq <= count; seq++) response.write(`${JSON.stringify({ seq, event: { seq } })}\n`);
  });
  server = sandbox;
  await new Promise<void>((resolve) => sandbox.listen(0, '127.0.0.1', resolve));
  const address = sandbox.address();
  if (address === null || typeof address === 'string') throw new Error('the sandbox has no port');
  return `http://127.0.0.1:${address.port}`;
}

const cursorIn = async (store: Store): Promise<unknown> => JSON.parse((await store.kept('cursor:sandbox')) ?? 'null');

/** Takes in until the cursor stands there, then ends. */
async function takeInUntil(endpoint: string, store: Store, receive: Engine['receive'], after: number): Promise<void> {
  const ending = new AbortController();
  const clock = sleepingClock();
  const taking = takeIn(endpoint, { tools: { store, clock, log: quiet }, receive }, ending.signal);
  await expect.poll(() => cursorIn(store), { timeout: 5_000 }).toMatchObject({ after });
  ending.abort();
  await taking;
}

const seqOf = (event: unknown): number => (typeof event === 'object' && event !== null && 'seq' in event ? Number(event.seq) : 0);

test('takes in every event, and goes on after the last one the next time', async () => {
  const store = memoryStore();
  const taken: number[] = [];
  const receive: Engine['receive'] = async (event) => {
    taken.push(seqOf(event));
    return [];
  };
  await takeInUntil(await sandboxWith('a', 200), store, receive, 200);
  expect(taken.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  server?.closeAllConnections();
  server?.close();
  taken.length = 0;
  await takeInUntil(await sandboxWith('a', 203), store, receive, 203);
  expect(taken).toEqual([201, 202, 203]);
});

test('begins anew with the stream of another sandbox', async () => {
  const store = memoryStore();
  await store.keep('cursor:sandbox', JSON.stringify({ stream: 'before', after: 500 }));
  const taken: number[] = [];
  const receive: Engine['receive'] = async (event) => {
    taken.push(seqOf(event));
    return [];
  };
  await takeInUntil(await sandboxWith('now', 2), store, receive, 2);
  expect(taken).toEqual([1, 2]);
  expect(await cursorIn(store)).toEqual({ stream: 'now', after: 2 });
});

test('an event that cannot be admitted is recorded with its reason, and holds up nothing', async () => {
  const store = memoryStore();
  const clock = sleepingClock();
  const ending = new AbortController();
  let tries = 0;
  const receive: Engine['receive'] = async (event) => {
    if (seqOf(event) !== 1) return [];
    tries += 1;
    throw new HealError('unexpected', 'this one is strange', { retry: 'now' });
  };
  const taking = takeIn(await sandboxWith('a', 2), { tools: { store, clock, log: quiet }, receive }, ending.signal);
  await expect.poll(() => cursorIn(store), { timeout: 5_000 }).toEqual({ stream: 'a', after: 2 });
  ending.abort();
  await taking;
  expect(tries).toBe(5);
  const entries: EntryBody[] = [];
  for await (const entry of store.entries(systemChain(clock.now()))) entries.push(readEntry(entry));
  expect(entries).toMatchObject([{ kind: 'observed', what: 'event not admitted', seq: 1, error: { message: 'this one is strange' } }]);
});

test('a store that is full for a while loses no event', async () => {
  const store = memoryStore();
  let full = 30;
  const receive: Engine['receive'] = async () => {
    if (full > 0) {
      full -= 1;
      throw new HealError('disk-full', 'the disk is full', { retry: 'later' });
    }
    return [];
  };
  await takeInUntil(await sandboxWith('a', 3), store, receive, 3);
  expect(full).toBe(0);
});
