import type { OpenAPIHono } from '@hono/zod-openapi';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { openCatalogue } from '#catalogue/catalogue.ts';
import { ActionView } from '#entry/views/action-view.ts';
import { DetectionView } from '#entry/views/detection-view.ts';
import { IncidentDetail, IncidentSummary, IncidentsView } from '#entry/views/incident-view.ts';
import { RollbackView } from '#entry/views/rollback-view.ts';
import { SweepView } from '#entry/views/sweep-view.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { flowWorld, quiet, start } from '#testkit/flow-world.ts';
import { type Engine, openEngine } from '#worlds/engine.ts';
import { type ChangeFeed, changeFeed } from './change-feed.ts';
import { httpApp } from './http-app.ts';
import { Problem } from './problem.ts';

const token = 'token-of-this-test';
const bucket = 'bucket-0001';
const feeds: ChangeFeed[] = [];
afterEach(() => {
  for (const feed of feeds.splice(0)) feed.close();
});

/** An engine over memory and a scripted AWS, with one bucket broken, and its HTTP app. */
async function world(tags: Record<string, string> = {}) {
  const aws = bucketWorld(2);
  const broken = aws.buckets.get(bucket);
  if (broken === undefined) throw new Error('the world has no bucket');
  Object.assign(broken, { block: undefined, tags });
  const flow = flowWorld({ cloud: aws.cloud, actions: [blockPublicAccess] });
  const engine = openEngine({ ...flow.tools, catalogue: await openCatalogue() }, [aws.site], async () => undefined);
  const feed = changeFeed(engine, 5);
  feeds.push(feed);
  const app = httpApp(
    { engine, log: quiet, version: '1.2.3', feed, endpoint: 'http://127.0.0.1:4566', you: 'dave' },
    { token, port: () => 3000 },
  );
  const ask = (path: string, init: RequestInit = {}) => request(app, path, { authorization: `Bearer ${token}`, ...headersOf(init) }, init);
  const post = (path: string, body: unknown = {}) => ask(path, { method: 'POST', body: JSON.stringify(body) });
  const openIncident = async (): Promise<string> => {
    const admission = await flow.open(aws.ref(bucket));
    if (admission.admitted !== 'opened') throw new Error(admission.admitted);
    await engine.worker.start(admission.incident);
    return (await engine.settled(admission.incident.id, 600_000)).id;
  };
  return { ...aws, app, ask, post, engine, flow, openIncident, broken };
}

const headersOf = (init: RequestInit): Record<string, string> => Object.fromEntries(new Headers(init.headers));
const request = (app: OpenAPIHono, path: string, headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> =>
  Promise.resolve(app.request(`http://127.0.0.1:3000${path}`, { ...init, headers: { host: '127.0.0.1:3000', ...headers } }));
const settled = async (engine: Engine, id: string) => {
  await engine.worker.idle();
  return (await engine.settled(id, 600_000)).stage;
};

describe('the door', () => {
  test('opens health to everybody, and nothing else without the token', async () => {
    const { app } = await world();
    expect(await (await request(app, '/api/health')).json()).toEqual({ ok: true, version: '1.2.3' });
    for (const path of ['/api/incidents', '/api/status', '/api/stream', '/api/openapi.json', '/api/nothing', '/', '/page.js']) {
      const response = await request(app, path);
      expect(response.status, path).toBe(401);
      expect(await response.text()).toContain('selfheal up');
    }
    expect((await request(app, '/api/stop', {}, { method: 'POST' })).status).toBe(401);
    expect((await request(app, '/api/status', { authorization: 'Bearer token-of-this-tesT' })).status).toBe(401);
    expect((await request(app, '/api/status?token=token-of-this-test')).status).toBe(401);
  });

  test('turns the address with the token into a cookie that scripts cannot read and other sites cannot send', async () => {
    const { app } = await world();
    const response = await request(app, `/?token=${token}`);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/');
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^selfheal-3000=.*HttpOnly.*SameSite=Strict/);
    const page = await request(app, '/', { cookie: cookie.split(';')[0] ?? '' });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
    expect((await request(app, '/?token=wrong')).status).toBe(401);
  });

  test('refuses a rebound name, and commands from the page of another site', async () => {
    const { ask } = await world();
    expect((await ask('/api/health', { headers: { host: 'evil.example:3000' } })).status).toBe(403);
    expect((await ask('/api/status', { headers: { host: '127.0.0.1.evil.example' } })).status).toBe(403);
    for (const origin of ['https://evil.example', 'http://127.0.0.1:4000', 'null'])
      expect((await ask('/api/stop', { method: 'POST', headers: { origin } })).status, origin).toBe(403);
    expect((await ask('/api/stop', { method: 'POST', headers: { origin: 'http://127.0.0.1:3000' } })).status).toBe(200);
    expect((await ask('/api/status', { headers: { host: 'localhost:3000' } })).status).toBe(200);
  });

  test('answers errors as problem details that say what to do next', async () => {
    const { ask, post } = await world();
    const missing = await ask('/api/incidents/inc-nobody');
    expect(missing.status).toBe(404);
    expect(missing.headers.get('content-type')).toBe('application/problem+json');
    expect(Problem.parse(await missing.json())).toMatchObject({ code: 'not-found', detail: expect.stringContaining('GET /api/incidents') });
    expect((await ask('/api/incidents?limit=none')).status).toBe(400);
    expect((await ask('/api/incidents?cursor=rubbish')).status).toBe(400);
    expect((await ask('/api/incidents?place=healed&account=123456789012')).status).toBe(400);
    expect((await ask('/api/nothing')).status).toBe(404);
    expect((await ask('/api/stop', { method: 'POST', body: '{' })).status).toBe(400);
    expect((await post('/api/events', 'x'.repeat(11 * 1024 * 1024))).status).toBe(413);
  });
});

describe('the API', () => {
  test('tells the whole story of a heal: states, changes, the write with its request id, a ledger that holds', async () => {
    const { ask, openIncident } = await world();
    const id = await openIncident();
    const { incidents, next } = IncidentsView.parse(await (await ask('/api/incidents')).json());
    expect(next).toBeNull();
    expect(incidents).toMatchObject([
      {
        id,
        stage: 'healed',
        waiting: false,
        resource: bucket,
        account: '123456789012',
        region: 'us-east-1',
        openedAt: new Date(start).toISOString(),
        wrong: 'the bucket has no public access block',
        actor: 'arn:aws:iam::123456789012:user/alice',
        verdict: 'act',
        did: ['s3:putPublicAccessBlock'],
        ms: expect.any(Number),
      },
    ]);
    const detail = IncidentDetail.parse(await (await ask(`/api/incidents/${id}`)).json());
    expect(detail.before?.state).toEqual({ website: false });
    expect(detail.after?.state).toEqual(detail.predicted?.state);
    expect(detail.changes).toContainEqual({ path: 'block.BlockPublicAcls', after: true });
    expect(detail.calls).toMatchObject([
      { operation: 'putPublicAccessBlock', outcome: 'done', requestId: detail.sent[0]?.requestId, input: { Bucket: bucket } },
    ]);
    expect(detail.calls[0]?.requestId).toBeTruthy();
    expect(detail.broken).toBeNull();
    expect(detail.ledger.map(({ seq }) => seq)).toEqual(detail.ledger.map((_, index) => index + 1));
    expect(detail.ledger.at(-1)).toMatchObject({ kind: 'ended', hash: detail.head });
  });

  test('pages through incidents with the cursor', async () => {
    const { ask, openIncident, broken } = await world();
    const first = await openIncident();
    broken.block = undefined;
    const second = await openIncident();
    const page = IncidentsView.parse(await (await ask('/api/incidents?limit=1')).json());
    expect(page.incidents.map(({ id }) => id)).toEqual([second]);
    const rest = IncidentsView.parse(await (await ask(`/api/incidents?limit=1&cursor=${page.next}`)).json());
    expect(rest).toMatchObject({ incidents: [{ id: first }], next: null });
    expect(IncidentsView.parse(await (await ask('/api/incidents?place=escalated')).json()).incidents).toEqual([]);
    expect(IncidentsView.parse(await (await ask('/api/incidents?account=123456789012')).json()).incidents).toHaveLength(2);
  });

  test('takes the yes to this very plan, and tells why it refuses another one', async () => {
    const { ask, post, openIncident, engine, cloud } = await world({ environment: 'production' });
    const id = await openIncident();
    const asked = IncidentDetail.parse(await (await ask(`/api/incidents/${id}`)).json());
    expect(asked.summary).toMatchObject({ stage: 'approval', waiting: true, verdict: 'ask', expiresAt: expect.any(String) });
    expect(asked.changes).toHaveLength(4);
    expect(asked.calls).toEqual([]);
    const stale = await post(`/api/incidents/${id}/approve`, { planHash: 'of-yesterday' });
    expect([stale.status, Problem.parse(await stale.json()).code]).toEqual([409, 'not-allowed']);
    expect((await post(`/api/incidents/${id}/approve`, { by: 'alice' })).status).toBe(409);
    expect(cloud.sent).toEqual([]);
    const approved = await post(`/api/incidents/${id}/approve`, { planHash: asked.plan?.hash });
    expect(IncidentSummary.parse(await approved.json())).toMatchObject({ id, waiting: false });
    expect(await settled(engine, id)).toBe('healed');
    expect((await engine.tools.store.incident(id))?.approval).toMatchObject({ by: 'dave', channel: 'http' });
  });

  test('takes a no with its reason', async () => {
    const { post, openIncident, engine, cloud } = await world({ environment: 'production' });
    const id = await openIncident();
    expect((await post(`/api/incidents/${id}/reject`, { reason: 'on purpose', by: 'erin' })).status).toBe(200);
    expect(await settled(engine, id)).toBe('rejected');
    expect((await engine.tools.store.incident(id))?.why).toBe('erin rejected it: on purpose');
    expect(cloud.sent).toEqual([]);
  });

  test('shows what a rollback restores before it does so', async () => {
    const { ask, post, openIncident, engine, broken } = await world();
    const id = await openIncident();
    const preview = RollbackView.parse(await (await ask(`/api/incidents/${id}/rollback`)).json());
    expect(preview).toMatchObject({ possible: true, calls: [{ operation: 'deletePublicAccessBlock' }] });
    expect(preview.restores).toContainEqual({ path: 'block.BlockPublicAcls', before: true });
    expect(broken.block).toBeDefined();
    expect((await post(`/api/incidents/${id}/rollback`)).status).toBe(200);
    expect(await settled(engine, id)).toBe('rolled-back');
    expect(broken.block).toBeUndefined();
    const again = RollbackView.parse(await (await ask(`/api/incidents/${id}/rollback`)).json());
    expect(again).toMatchObject({ possible: false, because: expect.stringContaining('rolled-back') });
    expect((await post(`/api/incidents/${id}/retry`)).status).toBe(409);
  });

  test('lists actions and detections', async () => {
    const { ask } = await world();
    const actions = z.array(ActionView).parse(await (await ask('/api/actions')).json());
    expect(actions.map(({ id }) => id)).toContain('s3.block-public-access');
    expect(ActionView.parse(await (await ask('/api/actions/s3.block-public-access')).json())).toEqual(
      actions.find(({ id }) => id === 's3.block-public-access'),
    );
    expect((await ask('/api/actions/s3.nothing')).status).toBe(404);
    const detections = z.array(DetectionView).parse(await (await ask('/api/detections')).json());
    expect(detections.some(({ action }) => action === 's3.block-public-access')).toBe(true);
  });

  test('stops, says who did, and resumes', async () => {
    const { ask, post } = await world();
    const status = async () => (await (await ask('/api/status')).json()) as { stoppedBy: string | null };
    expect(await status()).toMatchObject({ stoppedBy: null, mode: 'autopilot', world: 'sandbox', you: 'dave', running: 0 });
    expect(await (await post('/api/stop', { by: 'erin' })).json()).toEqual({ stoppedBy: 'erin' });
    expect(await (await post('/api/stop')).json()).toEqual({ stoppedBy: 'erin' });
    expect(await status()).toMatchObject({ stoppedBy: 'erin' });
    expect(await (await post('/api/resume')).json()).toEqual({ stoppedBy: null });
  });

  test('counts the last day by end', async () => {
    const { ask, openIncident } = await world();
    await openIncident();
    expect(await (await ask('/api/status')).json()).toMatchObject({ last24h: { ends: { healed: 1 }, open: 0, complete: true } });
  });

  test('sweeps without writing, and with fix heals what it found', async () => {
    const { post, cloud, broken } = await world();
    const actions = ['s3.block-public-access'];
    const found = SweepView.parse(await (await post('/api/sweep', { actions })).json());
    expect(found).toMatchObject({
      checked: 2,
      wrong: [{ action: actions[0], resource: bucket }],
      fixed: 0,
      calls: 0,
      incidents: [],
      unread: [],
    });
    expect(cloud.sent).toEqual([]);
    expect(SweepView.parse(await (await post('/api/sweep', { actions, fix: true })).json())).toMatchObject({ fixed: 1, calls: 1 });
    expect(broken.block?.BlockPublicAcls).toBe(true);
    expect(SweepView.parse(await (await post('/api/sweep', { actions })).json())).toMatchObject({ wrong: [], calls: 0 });
    expect((await post('/api/sweep', { actions: ['s3.nothing'] })).status).toBe(404);
  });

  test('takes events in, as reported ones, and tells what became of each line', async () => {
    const { ask, engine } = await world();
    const event = {
      version: '0',
      id: 'e-1',
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.s3',
      account: '123456789012',
      region: 'us-east-1',
      time: '2026-11-20T02:59:58Z',
      detail: {
        eventVersion: '1.11',
        eventID: 'e-1',
        eventSource: 's3.amazonaws.com',
        eventName: 'DeleteBucketPublicAccessBlock',
        eventTime: '2026-11-20T02:59:58Z',
        awsRegion: 'us-east-1',
        recipientAccountId: '123456789012',
        userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/alice', accountId: '123456789012', userName: 'alice' },
        requestParameters: { bucketName: bucket },
        requestID: 'r-1',
      },
    };
    const response = await ask('/api/events', { method: 'POST', body: `${JSON.stringify(event)}\nnot json\n{"what":1}\n` });
    expect(response.status).toBe(202);
    const { receptions, pending } = (await response.json()) as {
      receptions: { became: string; incident?: string; because?: string }[];
      pending: number;
    };
    expect(pending).toBe(0);
    expect(receptions.map(({ became }) => became).toSorted()).toEqual(['dropped', 'dropped', 'opened']);
    const id = receptions.find(({ became }) => became === 'opened')?.incident ?? '';
    expect(await settled(engine, id)).toBe('healed');
    expect((await engine.tools.store.incident(id))?.signal.rank).toBe('reported');
    expect((await ask('/api/events', { method: 'POST', body: 'rubbish' })).status).toBe(400);
    expect((await ask('/api/events', { method: 'POST', body: '' })).status).toBe(400);
  });

  test('describes every route in its OpenAPI document', async () => {
    const { app, ask } = await world();
    const document = (await (await ask('/api/openapi.json')).json()) as { openapi: string; paths: Record<string, Record<string, object>> };
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const served = app.routes
      .filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL' && path !== '/api/openapi.json')
      .map(({ path, method }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(described.toSorted()).toEqual([...new Set(served)].toSorted());
    expect(JSON.stringify(document)).not.toContain('$defs');
    expect(document.paths['/api/health']?.get).toMatchObject({ security: [] });
  });
});

describe('the stream', () => {
  test('tells of every change of an incident and of a stop', async () => {
    const { ask, post, openIncident } = await world();
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

  test('has room for a bounded number of listeners, and a place is free again when one leaves', async () => {
    const { ask } = await world();
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
});

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
          const sent = { event: field('event') ?? '', data: JSON.parse(field('data') ?? '{}') as Record<string, unknown> };
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
