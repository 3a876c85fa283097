import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type EventStream, eventStream } from './event-stream.ts';
import { lines } from './testing/lines.ts';

let server: Server | undefined;
let stream: EventStream | undefined;
afterEach(() => {
  stream?.close();
  server?.close();
  server?.closeAllConnections();
});

async function serve(events: EventStream, after: number, follow: boolean): Promise<AsyncIterator<unknown>> {
  stream = events;
  server = createServer((_, response) => events.serve(response, after, follow)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return lines(await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
}

async function all(iterator: AsyncIterator<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) found.push(next.value);
  return found;
}

describe('eventStream', () => {
  it('names itself first and then gives what came after a sequence number', async () => {
    const events = eventStream();
    for (const n of [1, 2, 3]) events.publish({ n });
    expect(await all(await serve(events, 1, false))).toEqual([
      { stream: events.id },
      { seq: 2, event: { n: 2 } },
      { seq: 3, event: { n: 3 } },
    ]);
  });

  it('tells a reader that fell behind the ring how many events it lost', async () => {
    const events = eventStream(2);
    for (const n of [1, 2, 3, 4, 5]) events.publish({ n });
    const read = await all(await serve(events, 1, false));
    expect(read.slice(1)).toEqual([{ lost: 2 }, { seq: 4, event: { n: 4 } }, { seq: 5, event: { n: 5 } }]);
    expect(events.after(4)).toEqual([{ seq: 5, event: { n: 5 } }]);
  });

  it('gives nothing to a reader that has everything, or that knows of a later event than there is', () => {
    const events = eventStream(2);
    for (const n of [1, 2, 3]) events.publish({ n });
    expect(events.after(3)).toEqual([]);
    expect(events.after(99)).toEqual([]);
  });

  it('sends new events to a follower, with heartbeats in between, until it is closed', async () => {
    const events = eventStream(10, 20);
    const reader = await serve(events, 0, true);
    expect((await reader.next()).value).toEqual({ stream: events.id });
    expect((await reader.next()).value).toEqual({});
    events.publish({ n: 1 });
    let next = await reader.next();
    while (JSON.stringify(next.value) === '{}') next = await reader.next();
    expect(next.value).toEqual({ seq: 1, event: { n: 1 } });
    events.close();
    expect((await all(reader)).every((line) => JSON.stringify(line) === '{}')).toBe(true);
  });
});
