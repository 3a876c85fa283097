import { userInfo } from 'node:os';
import { createAdaptorServer } from '@hono/node-server';
import { snsVerifier } from '#adapters/intake/sns-verifier.ts';
import type { Log } from '#ports/log.ts';
import { addressInUse } from '#sandbox/port-holder.ts';
import type { Engine } from '#worlds/engine.ts';
import { changeFeed } from './change-feed.ts';
import { drops } from './drops.ts';
import { httpApp } from './http-app.ts';

export interface HttpOptions {
  readonly engine: Engine;
  /** 0 = any free one. */
  readonly port: number;
  /** Whoever has it may do everything that a person may. */
  readonly token: string;
  readonly log: Log;
  readonly version: string;
  /** The sandbox's endpoint, so that the page can say how to break something; absent = a real account. */
  readonly endpoint?: string | undefined;
}

/** Serves the API and the page on 127.0.0.1. Throws HealError `address-in-use`, whose `details.free` is a free port. */
export async function startHttp({
  engine,
  port,
  token,
  log,
  version,
  endpoint,
}: HttpOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const feed = changeFeed(engine);
  let bound = port;
  const serving = {
    engine,
    log,
    version,
    feed,
    endpoint,
    you: userInfo().username,
    sns: snsVerifier({ fetch, now: Date.now }),
    secret: (variable: string) => process.env[variable],
    drops: drops(),
  };
  const app = httpApp(serving, { token, port: () => bound });
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') addressInUse(port).then(reject, reject);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address !== null && typeof address === 'object') bound = address.port;
  return {
    url: `http://127.0.0.1:${bound}`,
    async close() {
      feed.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
}
