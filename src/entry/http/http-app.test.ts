import { expect, test } from 'vitest';
import { z } from 'zod';
import { ActionView } from '#entry/views/action-view.ts';
import { DetectionView } from '#entry/views/detection-view.ts';
import { IncidentDetail, IncidentSummary, IncidentsView } from '#entry/views/incident-view.ts';
import { ReceptionView } from '#entry/views/reception-view.ts';
import { RollbackView } from '#entry/views/rollback-view.ts';
import { SweepView } from '#entry/views/sweep-view.ts';
import { start } from '#testkit/flow-world.ts';
import { bucket, httpWorld } from './http-world.ts';
import { Problem } from './problem.ts';

const Received = z.object({ receptions: z.array(ReceptionView), pending: z.int() });
const OpenApi = z.object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.looseObject({}))) });

test('tells the whole story of a heal: states, changes, the write with its request id, a ledger that holds', async () => {
  const { ask, openIncident } = await httpWorld();
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
  expect(detail.before?.state).toEqual({});
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
  const { ask, openIncident, broken } = await httpWorld();
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
  const { ask, post, openIncident, settled, engine, cloud } = await httpWorld({ environment: 'production' });
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
  expect(await settled(id)).toBe('healed');
  expect((await engine.tools.store.incident(id))?.approval).toMatchObject({ by: 'dave', channel: 'http' });
});

test('takes a no with its reason', async () => {
  const { post, openIncident, settled, engine, cloud } = await httpWorld({ environment: 'production' });
  const id = await openIncident();
  expect((await post(`/api/incidents/${id}/reject`, { reason: 'on purpose', by: 'erin' })).status).toBe(200);
  expect(await settled(id)).toBe('rejected');
  expect((await engine.tools.store.incident(id))?.why).toBe('erin (said by dave) rejected it: on purpose');
  expect(cloud.sent).toEqual([]);
});

test('shows what a rollback restores before it does so', async () => {
  const { ask, post, openIncident, settled, broken } = await httpWorld();
  const id = await openIncident();
  const preview = RollbackView.parse(await (await ask(`/api/incidents/${id}/rollback`)).json());
  expect(preview).toMatchObject({ possible: true, calls: [{ operation: 'deletePublicAccessBlock' }] });
  expect(preview.restores).toContainEqual({ path: 'block.BlockPublicAcls', before: true });
  expect(broken.block).toBeDefined();
  expect((await post(`/api/incidents/${id}/rollback`)).status).toBe(200);
  expect(await settled(id)).toBe('rolled-back');
  expect(broken.block).toBeUndefined();
  const again = RollbackView.parse(await (await ask(`/api/incidents/${id}/rollback`)).json());
  expect(again).toMatchObject({ possible: false, because: expect.stringContaining('rolled-back') });
  expect((await post(`/api/incidents/${id}/retry`)).status).toBe(409);
});

test('lists actions and detections', async () => {
  const { ask } = await httpWorld();
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
  const { ask, post } = await httpWorld();
  const status = async () => (await ask('/api/status')).json();
  expect(await status()).toMatchObject({ stoppedBy: null, mode: 'autopilot', world: 'sandbox', you: 'dave', running: 0 });
  expect(await (await post('/api/stop', { by: 'erin' })).json()).toEqual({ stoppedBy: 'erin' });
  expect(await (await post('/api/stop')).json()).toEqual({ stoppedBy: 'erin' });
  expect(await status()).toMatchObject({ stoppedBy: 'erin' });
  expect(await (await post('/api/resume')).json()).toEqual({ stoppedBy: null });
});

test('counts the last day by end', async () => {
  const { ask, openIncident } = await httpWorld();
  await openIncident();
  expect(await (await ask('/api/status')).json()).toMatchObject({ last24h: { ends: { healed: 1 }, open: 0, complete: true } });
});

test('sweeps without writing, and with fix heals what it found', async () => {
  const { post, cloud, broken } = await httpWorld();
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
  const { ask, engine, settled } = await httpWorld();
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
  const { receptions, pending } = Received.parse(await response.json());
  expect(pending).toBe(0);
  expect(receptions.map(({ became }) => became).toSorted()).toEqual(['dropped', 'dropped', 'opened']);
  const id = receptions.find(({ became }) => became === 'opened')?.incident ?? '';
  expect(await settled(id)).toBe('healed');
  expect((await engine.tools.store.incident(id))?.signal.rank).toBe('reported');
  expect((await ask('/api/events', { method: 'POST', body: 'rubbish' })).status).toBe(400);
  expect((await ask('/api/events', { method: 'POST', body: '' })).status).toBe(400);
});

test('describes every route in its OpenAPI document', async () => {
  const { app, ask } = await httpWorld();
  const document = OpenApi.parse(await (await ask('/api/openapi.json')).json());
  expect(document.openapi).toBe('3.1.0');
  const described = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  const served = app.routes
    .filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL' && path !== '/api/openapi.json')
    .map(({ path, method }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(described.toSorted()).toEqual([...new Set(served)].toSorted());
  expect(JSON.stringify(document)).not.toContain('$defs');
  expect(document.paths['/api/health']?.get).toMatchObject({ security: [] });
});
