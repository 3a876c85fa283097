import { expect, test } from 'vitest';
import { httpWorld } from '#entry/http/http-world.ts';
import { loop } from '#flow/loop.ts';
import { tellDue } from '#flow/notify/tell-due.ts';
import { stageHandler } from '#flow/stage-handler.ts';
import { slackWorkspace } from '#testkit/slack-workspace.ts';
import { scriptedChannel } from '#testkit/telling-world.ts';
import { lambdaHandler } from './lambda-handler.ts';

const secret = 'signing-secret-of-this-test';
const home = 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws';

/** A request as a function URL hands it to its function (docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html). */
function called(path: string, { method = 'GET', headers = {}, body }: RequestInit = {}, base64 = false) {
  const text = typeof body === 'string' ? body : undefined;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: { host: home, 'x-forwarded-for': '198.51.100.7', ...Object.fromEntries(new Headers(headers)) },
    requestContext: { accountId: 'anonymous', domainName: home, http: { method, path, protocol: 'HTTP/1.1', sourceIp: '198.51.100.7' } },
    ...(text === undefined ? {} : { body: base64 ? Buffer.from(text).toString('base64') : text }),
    isBase64Encoded: base64,
  };
}

/** A function over an engine that asks about one bucket, and a Slack on loopback. */
async function asked() {
  const slack = await slackWorkspace({ secret, token: 'xoxb', now: () => world.engine.tools.clock.now() });
  const policy = `url: "https://${home}"
slack: { secretEnv: SLACK_SECRET, tokenEnv: SLACK_TOKEN, api: "${slack.api}" }
people: [{ name: dave, slack: U024BE7LH, email: dave@example.com }]
channels: { ops: { kind: slack, channel: C1 } }`;
  const world = await httpWorld({ environment: 'prod' }, { policy });
  const { tools } = world.engine;
  const ops = scriptedChannel('ops');
  const config = tools.policy().policy.channels['ops'];
  if (config === undefined) throw new Error('the policy has no such channel');
  const tell = () => tellDue({ ...tools, channels: async () => [{ channel: ops, config }], sandbox: false });
  const handler = lambdaHandler({ stage: stageHandler(loop, tools, async () => undefined), tell, answers: world.engine }, (variable) =>
    variable === 'SLACK_SECRET' ? secret : undefined,
  );
  const id = await world.openIncident();
  const incident = await tools.store.incident(id);
  const plan = incident?.plan?.hash ?? '';
  if (incident === undefined) throw new Error('it is gone');
  return { ...world, slack, handler, id, incident, plan, ops };
}

test.each([false, true])('Slack approves by the function URL, and is told before the function comes back (base64: %s)', async (base64) => {
  const { handler, slack, id, plan, settled } = await asked();
  const press = slack.signed(slack.press('U024BE7LH', 'selfheal:approve', { incident: id, plan }));
  expect(await handler(called('/api/intake/slack', press, base64))).toMatchObject({ statusCode: 200, body: '' });
  expect(slack.sent).toMatchObject([{ path: '/respond/1', body: expect.stringContaining('You approved it') }]);
  expect(await settled(id)).toBe('healed');
});

test('the link of a mail shows its page, and only its button answers', async () => {
  const { handler, engine, incident, id, plan, settled } = await asked();
  const { pathname } = new URL(engine.links.make(incident, plan, 'dave@example.com')?.approve ?? '');
  expect(await handler(called(pathname, { method: 'HEAD' }))).toMatchObject({ statusCode: 200 });
  expect(await handler(called(pathname))).toMatchObject({
    statusCode: 200,
    headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'content-type': expect.stringContaining('text/html') },
    body: expect.stringContaining('Approve as dave'),
  });
  expect(await engine.tools.store.incident(id)).toMatchObject({ stage: 'approval' });
  expect(await handler(called(pathname, { method: 'POST', body: '' }))).toMatchObject({ statusCode: 200 });
  expect(await settled(id)).toBe('healed');
  expect(await handler(called('/answer/page.css'))).toMatchObject({ statusCode: 200 });
});

test('nothing that is not signed is let in, and nothing else is there', async () => {
  const { handler, slack, id, plan, engine } = await asked();
  const forged = slack.signed(slack.press('U024BE7LH', 'selfheal:approve', { incident: id, plan }), { key: 'another' });
  expect(await handler(called('/api/intake/slack', forged))).toMatchObject({ statusCode: 403 });
  expect(await handler(called('/answer/forged.token'))).toMatchObject({ statusCode: 403 });
  for (const path of ['/', '/api/incidents', `/api/incidents/${id}/approve`, '/api/stop', '/api/openapi.json'])
    for (const method of ['GET', 'POST']) expect(await handler(called(path, { method }))).toMatchObject({ statusCode: 404 });
  expect(await engine.tools.store.incident(id)).toMatchObject({ stage: 'approval' });
});

test('people are told whenever a schedule says so, and any other event is refused', async () => {
  const { handler, id, ops, slack, plan } = await asked();
  await handler({ source: 'aws.scheduler', 'detail-type': 'Scheduled Event', detail: '{}' });
  expect(ops.kinds()).toEqual(['asked']);
  await handler(called('/api/intake/slack', slack.signed(slack.press('U024BE7LH', 'selfheal:approve', { incident: id, plan }))));
  await handler({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} });
  expect(ops.kinds().at(-1)).not.toBe('asked');
  await expect(handler({ Records: [] })).rejects.toMatchObject({ code: 'bad-input' });
});
