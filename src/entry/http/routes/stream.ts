import type { OpenAPIHono } from '@hono/zod-openapi';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { HealError } from '#domain/heal-error.ts';
import type { Change } from '#entry/http/changes-since.ts';
import { problemOf } from '#entry/http/problem.ts';
import type { Serving } from '#entry/http/serving.ts';

const path = '/api/stream';
const mostListeners = 32;
const heartbeatMs = 10_000;

/** Tells what changes as server-sent events: `ready` once, `incident` with its summary, `stop` with who stopped, `problems` with what is refused in the policy and in detections. */
export function serveStream(api: OpenAPIHono, { feed }: Serving): void {
  api.openAPIRegistry.registerPath({
    method: 'get',
    path,
    summary:
      'Server-sent events: `ready` first, then `incident` (a summary) whenever one changes `stop` ({ stoppedBy }) when writes are stopped or resumed, and `problems` ({ problems }) when the policy or a detection becomes bad or good',
    responses: { 200: { description: 'The stream', content: { 'text/event-stream': { schema: { type: 'string' } } } } },
  });
  let listeners = 0;
  api.get(path, (c) => {
    if (listeners >= mostListeners)
      return problemOf(new HealError('throttled', `${mostListeners} pages listen already; close one`, { retry: 'later' }));
    listeners += 1;
    c.header('X-Accel-Buffering', 'no');
    return streamSSE(c, async (stream) => {
      try {
        await tellAll(stream, feed);
      } finally {
        listeners -= 1;
      }
    });
  });
}

/** A slow reader gets the newest state of each incident, not every step: what waits to be sent is kept by incident. */
async function tellAll(stream: SSEStreamingApi, feed: Serving['feed']): Promise<void> {
  const waiting = new Map<string, Change>();
  let wake: () => void = () => undefined;
  stream.onAbort(() => wake());
  const leave = await feed.listen((change) => {
    waiting.set(change.changed === 'incident' ? change.summary.id : change.changed, change);
    wake();
  });
  const rest = async (): Promise<void> => {
    if (waiting.size > 0 || stream.aborted) return;
    let beat: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      beat = setTimeout(resolve, heartbeatMs);
    });
    clearTimeout(beat);
    if (waiting.size === 0 && !stream.aborted) await stream.write(': still here\n\n');
  };
  try {
    await stream.writeSSE({ event: 'ready', data: '{}', retry: 1_000 });
    while (!stream.aborted) {
      await rest();
      const changes = [...waiting.values()];
      waiting.clear();
      for (const change of changes) await stream.writeSSE(message(change));
    }
  } finally {
    leave();
  }
}

function message(change: Change): { event: string; data: string } {
  if (change.changed === 'incident') return { event: 'incident', data: JSON.stringify(change.summary) };
  const { changed, ...data } = change;
  return { event: changed, data: JSON.stringify(data) };
}
