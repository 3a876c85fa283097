import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { httpWorld } from '#entry/http/http-world.ts';

test('tells of every change of an incident and of a stop', async () => {
  const { ask, post, openIncident } = await httpWorld();
  const response = await ask('/api/stream');
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events = readEvents(response);
  expect((await events.until(({ event }) => event === 'ready')).event).toBe('ready');
  const id = await openIncident();
  const healed = await events.until(({ data }) => data.stage === 'healed');
  expect(healed).toMatchObject({ event: 'incident', data: { id, ms: expect.any(Number) } });
  await post('/api/stop', { by: 'erin' });
  expect(await events.until(({ event }) => event === 'stop')).toMatchObject({ data: { stoppedBy: 'erin' } });
  await events.leave();
});

test('tells when a detection or the policy becomes bad', async () => {
  let problems: readonly string[] = [];
  const { ask } = await httpWorld({}, { problems: () => problems });
  const events = readEvents(await ask('/api/stream'));
  await events.until(({ event }) => event === 'ready');
  problems = ['own/a.yaml:3: class does not fit'];
  expect(await events.until(({ event }) => event === 'problems')).toMatchObject({
    data: { problems: ['own/a.yaml:3: class does not fit'] },
  });
  await events.leave();
});

test('has room for a bounded number of listeners, and a place is free again when one leaves', async () => {
  const { ask } = await httpWorld();
  const open = await Promise.all(Array.from({ length: 32 }, async () => readEvents(await ask('/api/stream'))));
  await Promise.all(open.map((events) => events.until(({ event }) => event === 'ready')));
  expect((await ask('/api/stream')).status).toBe(503);
  await open[0]?.leave();
  const late = await vi.waitFor(async () => {
    const response = await ask('/api/stream');
    expect(response.status).toBe(200);
    return response;
  });
  await Promise.all([...open.slice(1), readEvents(late)].map((events) => events.leave()));
});

const Data = z.record(z.string(), z.unknown());

interface ServerSent {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

function readEvents(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('no body');
  let text = '';
  return {
    async until(fits: (sent: ServerSent) => boolean): Promise<ServerSent> {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end >= 0) {
          const block = text.slice(0, end);
          text = text.slice(end + 2);
          const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
          const sent = { event: field('event') ?? '', data: Data.parse(JSON.parse(field('data') ?? '{}')) };
          if (fits(sent)) return sent;
          continue;
        }
        const { value, done } = await reader.read();
        if (done) throw new Error('the stream ended');
        text += value;
      }
    },
    leave: () => reader.cancel(),
  };
}
