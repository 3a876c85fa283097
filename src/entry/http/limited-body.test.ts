import { request as ask } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { quiet } from '#testkit/flow-world.ts';
import { httpWorld } from './http-world.ts';
import { startHttp } from './start-http.ts';

async function served() {
  const { engine } = await httpWorld();
  const http = await startHttp({ engine, port: 0, token: 't', log: quiet, version: '1' });
  onTestFinished(() => http.close());
  /** As curl and others send it: chunks without a length, or nothing at all. */
  return (path: string, chunks: readonly string[]) =>
    new Promise<{ readonly status: number | undefined; readonly said: string }>((resolve, reject) => {
      const sent = ask(`${http.url}${path}`, { method: 'POST', headers: { authorization: 'Bearer t' } }, (response) => {
        void text(response).then((said) => resolve({ status: response.statusCode, said }), reject);
      });
      sent.on('error', reject);
      if (chunks.length === 0) sent.useChunkedEncodingByDefault = false;
      for (const chunk of chunks) sent.write(chunk);
      sent.end();
    });
}

test('a command without a body and without a length is a command', async () => {
  const post = await served();
  expect(await post('/api/stop', [])).toMatchObject({ status: 200, said: expect.stringContaining('stoppedBy') });
});

test('a body in chunks is read whole', async () => {
  const post = await served();
  expect(await post('/api/stop', ['{"by":', '"erin"}'])).toEqual({ status: 200, said: '{"stoppedBy":"erin"}' });
});

test('a body in chunks is refused once it is too large', async () => {
  const post = await served();
  const answer = await post(
    '/api/events',
    Array.from({ length: 11 }, () => 'x'.repeat(1024 * 1024)),
  ).catch((error: NodeJS.ErrnoException) => error.code);
  expect([{ status: 413 }, 'EPIPE', 'ECONNRESET']).toContainEqual(typeof answer === 'object' ? { status: answer.status } : answer);
});
