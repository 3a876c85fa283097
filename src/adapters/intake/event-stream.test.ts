import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { eventStream } from '#sandbox/event-stream.ts';
import { quiet } from '#testkit/flow-world.ts';
import { followEvents, type StreamedEvent } from './event-stream.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A stream of ours on loopback, as the sandbox serves it. */
async function serve(stream: () => ReturnType<typeof eventStream>, port = 0): Promise<number> {
  server = createServer((request, response) =>
    stream().serve(response, Number(new URL(request.url ?? '', 'http://x').searchParams.get('after')), true),
  );
  await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function take(count: number, from: { stream?: string; after: number }, port: number): Promise<StreamedEvent[]> {
  const stopping = new AbortController();
  const taken: StreamedEvent[] = [];
  for await (const event of followEvents(`http://127.0.0.1:${port}`, from, stopping.signal, quiet)) {
    taken.push(event);
    if (taken.length === count) stopping.abort();
  }
  return taken;
}

test('goes on after the event that was read last', async () => {
  const stream = eventStream();
  for (const n of [1, 2, 3]) stream.publish({ n });
  const port = await serve(() => stream);
  expect((await take(2, { stream: stream.id, after: 1 }, port)).map(({ event }) => event)).toEqual([{ n: 2 }, { n: 3 }]);
});

test('starts from the beginning of another stream, because its numbers mean something else', async () => {
  const [old, fresh] = [eventStream(), eventStream()];
  for (const n of [1, 2]) fresh.publish({ n });
  const port = await serve(() => fresh);
  const taken = await take(2, { stream: old.id, after: 700 }, port);
  expect(taken.map(({ seq, stream }) => [seq, stream])).toEqual([
    [1, fresh.id],
    [2, fresh.id],
  ]);
});

test('connects again when the connection breaks', async () => {
  const stream = eventStream();
  stream.publish({ n: 1 });
  const port = await serve(() => stream);
  const taking = take(2, { after: 0 }, port);
  setTimeout(() => {
    server?.closeAllConnections();
    stream.publish({ n: 2 });
  }, 200);
  expect((await taking).map(({ seq }) => seq)).toEqual([1, 2]);
});
