import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { JsonObject } from '#domain/json.ts';

/** An event in the order in which the sandbox saw it; `seq` starts at 1. */
export interface StreamedEvent {
  readonly seq: number;
  readonly event: JsonObject;
}

/** The newest events in memory, readable in-process and as NDJSON. */
export interface EventStream {
  /** Another id means another emulator: what a reader knew is gone. */
  readonly id: string;
  readonly last: number;
  publish(event: JsonObject): void;
  after(seq: number): readonly StreamedEvent[];
  /** Calls back for every event from now on; returns how to stop. */
  subscribe(listener: (streamed: StreamedEvent) => void): () => void;
  /** Writes `{stream}`, `{lost}` when the reader is behind the ring, then `{seq, event}` lines; with `follow` it stays and sends `{}` as a heartbeat. */
  serve(response: ServerResponse, after: number, follow: boolean): void;
  close(): void;
}

/** Keeps the newest `capacity` events. `heartbeatMs`: how often a following reader hears that the stream lives. */
export function eventStream(capacity = 20_000, heartbeatMs = 5_000): EventStream {
  const id = randomUUID();
  const ring: StreamedEvent[] = [];
  const listeners = new Set<(streamed: StreamedEvent) => void>();
  const readers = new Set<() => void>();
  let last = 0;
  const after = (seq: number): readonly StreamedEvent[] => ring.slice(Math.max(0, ring.length - Math.max(0, last - seq)));
  const subscribe = (listener: (streamed: StreamedEvent) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  return {
    id,
    get last() {
      return last;
    },
    publish(event) {
      const streamed = { seq: ++last, event };
      ring.push(streamed);
      if (ring.length > capacity) ring.shift();
      for (const listener of listeners) listener(streamed);
    },
    after,
    subscribe,
    serve(response, seq, follow) {
      const write = (line: unknown): void => void response.write(`${JSON.stringify(line)}\n`);
      response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
      write({ stream: id });
      const kept = after(seq);
      const lost = Math.max(0, (kept[0]?.seq ?? last + 1) - 1 - seq);
      if (lost > 0) write({ lost });
      for (const streamed of kept) write(streamed);
      if (!follow) {
        response.end();
        return;
      }
      const unsubscribe = subscribe(write);
      const heartbeat = setInterval(() => write({}), heartbeatMs);
      const leave = (): void => {
        unsubscribe();
        clearInterval(heartbeat);
        readers.delete(leave);
        response.end();
      };
      readers.add(leave);
      response.once('close', leave);
    },
    close() {
      for (const leave of readers) leave();
    },
  };
}
