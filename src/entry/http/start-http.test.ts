import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { HealError } from '#domain/heal-error.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { flowWorld, quiet } from '#testkit/flow-world.ts';
import { openEngine } from '#worlds/engine.ts';
import { startHttp } from './start-http.ts';

const options = (port: number) => {
  const { cloud, site } = bucketWorld(1);
  const { tools } = flowWorld({ cloud, actions: [blockPublicAccess] });
  return { engine: openEngine(tools, { sites: () => [site], close: async () => undefined }), port, token: 't', log: quiet, version: '1' };
};

test('listens on 127.0.0.1 and ends with its streams still open', async () => {
  const http = await startHttp(options(0));
  expect(http.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(`${http.url}/api/health`)).json()).toEqual({ ok: true, version: '1' });
  const opened = await fetch(`${http.url}/?token=t`, { redirect: 'manual' });
  expect(opened.headers.get('set-cookie')).toContain(`selfheal-${new URL(http.url).port}=t`);
  const stream = await fetch(`${http.url}/api/stream`, { headers: { authorization: 'Bearer t' } });
  expect(stream.status).toBe(200);
  await http.close();
  await expect(stream.text()).rejects.toThrow();
  await expect(fetch(`${http.url}/api/health`)).rejects.toThrow();
});

test('names what holds a taken port, and a free one', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const address = holder.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  try {
    const error = await startHttp(options(address.port)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HealError);
    expect(error).toMatchObject({ code: 'address-in-use', details: { port: address.port, free: expect.any(Number) } });
  } finally {
    holder.close();
  }
});
