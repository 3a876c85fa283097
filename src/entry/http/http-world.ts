import type { OpenAPIHono } from '@hono/zod-openapi';
import { onTestFinished } from 'vitest';
import { snsVerifier } from '#adapters/intake/sns-verifier.ts';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { openCatalogue } from '#catalogue/catalogue.ts';
import type { Model } from '#ports/model.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { flowWorld, quiet } from '#testkit/flow-world.ts';
import { openEngine } from '#worlds/engine.ts';
import { changeFeed } from './change-feed.ts';
import { drops } from './drops.ts';
import { httpApp } from './http-app.ts';
import type { Serving } from './serving.ts';

export const token = 'token-of-this-test';
export const bucket = 'bucket-0001';

interface HttpWorldOptions {
  /** The text of a policy. */
  readonly policy?: string;
  readonly problems?: () => readonly string[];
  readonly sns?: Serving['sns'];
  readonly secret?: Serving['secret'];
  readonly key?: Uint8Array;
  readonly model?: Model;
}

/** Nothing in it changes, so every test of a file has the same. */
const catalogue = await openCatalogue();

/** Nobody can sign anything. */
const signing = { sns: snsVerifier({ fetch, now: () => 0, roots: [] }), secret: () => undefined };

/** For tests: an engine over memory and a scripted AWS, with one bucket broken, and its HTTP app. */
export async function httpWorld(
  tags: Record<string, string> = {},
  { policy = '', problems = () => [], key = new Uint8Array(32), model, ...more }: HttpWorldOptions = {},
) {
  const aws = bucketWorld(2);
  const broken = aws.buckets.get(bucket);
  if (broken === undefined) throw new Error('the world has no bucket');
  Object.assign(broken, { block: undefined, tags });
  const flow = flowWorld({ cloud: aws.cloud, actions: [blockPublicAccess], policy, model });
  const tools = { ...flow.tools, catalogue };
  const engine = openEngine(tools, { sites: () => [aws.site], problems, key, close: async () => undefined });
  const feed = changeFeed(engine, 5);
  onTestFinished(() => feed.close());
  const serving = {
    engine,
    log: quiet,
    version: '1.2.3',
    feed,
    endpoint: 'http://127.0.0.1:4566',
    you: 'dave',
    ...signing,
    drops: drops(),
    ...more,
  };
  const app = httpApp(serving, { token, port: () => 3000 });
  const ask = (path: string, init: RequestInit = {}) =>
    request(app, path, { authorization: `Bearer ${token}`, ...Object.fromEntries(new Headers(init.headers)) }, init);
  return {
    ...aws,
    app,
    ask,
    engine,
    broken,
    post: (path: string, body: unknown = {}) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
    /** Runs one incident on the broken bucket until it ends or asks. */
    async openIncident(): Promise<string> {
      const admission = await flow.open(aws.ref(bucket));
      if (admission.admitted !== 'opened') throw new Error(admission.admitted);
      await engine.worker.start(admission.incident);
      return (await engine.settled(admission.incident.id, 600_000)).id;
    },
    async settled(id: string): Promise<string> {
      await engine.worker.idle();
      return (await engine.settled(id, 600_000)).stage;
    },
  };
}

/** Asks as a browser on this machine would, without the token. */
export const request = (app: OpenAPIHono, path: string, headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> =>
  Promise.resolve(app.request(`http://127.0.0.1:3000${path}`, { ...init, headers: { host: '127.0.0.1:3000', ...headers } }));
