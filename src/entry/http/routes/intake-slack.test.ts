import { expect, onTestFinished, test } from 'vitest';
import { httpWorld } from '#entry/http/http-world.ts';
import { startHttp } from '#entry/http/start-http.ts';
import { quiet } from '#testkit/flow-world.ts';
import { slackWorkspace } from '#testkit/slack-workspace.ts';

const secret = 'signing-secret-of-this-test';
const token = 'xoxb-of-this-test';
const dave = 'U024BE7LH';
const grace = 'U024GRACE';
const alice = 'U0ALICE01';

/** An engine on loopback that asks about one bucket, and a Slack on loopback whose people answer. */
async function asked({ more = '', withToken = true }: { readonly more?: string; readonly withToken?: boolean } = {}) {
  process.env['SLACK_TEST_SECRET'] = secret;
  process.env['SLACK_TEST_TOKEN'] = withToken ? token : '';
  const slack = await slackWorkspace({ secret, token, now: () => world.engine.tools.clock.now() });
  const policy = `slack: { secretEnv: SLACK_TEST_SECRET, tokenEnv: SLACK_TEST_TOKEN, api: "${slack.api}" }
people:
  - { name: dave, slack: ${dave} }
  - { name: grace, slack: ${grace} }
  - { name: al, slack: ${alice}, arn: "arn:aws:iam::*:user/alice" }
${more}`;
  const world = await httpWorld({ environment: 'prod' }, { policy });
  const http = await startHttp({ engine: world.engine, port: 0, token: 't', log: quiet, version: '1' });
  onTestFinished(() => http.close());
  const id = await world.openIncident();
  const incident = async () => await world.engine.tools.store.incident(id);
  const value = { incident: id, plan: (await incident())?.plan?.hash };
  const send = (init: RequestInit): Promise<Response> => fetch(`${http.url}/api/intake/slack`, init);
  return {
    ...world,
    slack,
    id,
    incident,
    value,
    send,
    press: (user: string, button: string, with_: unknown = value) => send(slack.signed(slack.press(user, `selfheal:${button}`, with_))),
  };
}

test('Approve heals, in the name of whom Slack attests, and tells them', async () => {
  const { press, slack, id, incident, settled } = await asked();
  const response = await press(dave, 'approve');
  expect([response.status, await response.text()]).toEqual([200, '']);
  expect(await slack.reply()).toMatchObject({
    response_type: 'ephemeral',
    replace_original: false,
    text: expect.stringContaining('You approved it: one call is sent'),
  });
  expect(await settled(id)).toBe('healed');
  expect((await incident())?.approval).toMatchObject({ by: 'dave', channel: 'slack' });
});

test('a request that is sent again, late or early, is one outcome', async () => {
  const { slack, value, send, settled, id, engine, cloud, incident } = await asked();
  const once = slack.signed(slack.press(dave, 'selfheal:snooze', value));
  await Promise.all(Array.from({ length: 10 }, () => send(once)));
  expect((await incident())?.heard).toMatchObject({ longer: 15 * 60_000 });
  await engine.tools.clock.sleep(4 * 60_000);
  await send(once);
  expect((await incident())?.heard).toMatchObject({ longer: 15 * 60_000 });
  await engine.tools.clock.sleep(2 * 60_000);
  expect((await send(once)).status).toBe(403);
  const yes = slack.signed(slack.press(dave, 'selfheal:approve', value));
  await Promise.all(Array.from({ length: 10 }, () => send(yes)));
  expect(await settled(id)).toBe('healed');
  expect(cloud.sent).toHaveLength(1);
});

test('Reject asks for a reason, and the form ends it with that', async () => {
  const { press, slack, send, settled, id, incident, cloud } = await asked();
  expect((await press(dave, 'reject')).status).toBe(200);
  expect((await incident())?.answer).toBeUndefined();
  expect(slack.sent).toMatchObject([{ path: '/api/views.open', authorization: `Bearer ${token}` }]);
  const empty = await send(slack.signed(slack.submit(dave, '  ')));
  expect(await empty.json()).toMatchObject({ response_action: 'errors', errors: { reason: expect.stringContaining('Say why') } });
  const sent = await send(slack.signed(slack.submit(dave, 'it is a press kit')));
  expect([sent.status, await sent.text()]).toEqual([200, '']);
  expect(await settled(id)).toBe('rejected');
  expect((await incident())?.why).toBe('dave rejected it: it is a press kit');
  const late = await send(slack.signed(slack.submit(grace, 'me too')));
  expect(await late.json()).toMatchObject({ errors: { reason: expect.stringContaining('dave said reject') } });
  expect(cloud.sent).toEqual([]);
});

test('without a bot token Reject rejects at once', async () => {
  const { press, slack, settled, id } = await asked({ withToken: false });
  await press(dave, 'reject');
  expect((await slack.reply()).text).toContain('You rejected it');
  expect(await settled(id)).toBe('rejected');
});

test('Snooze puts it off', async () => {
  const { press, slack, incident } = await asked();
  await press(dave, 'snooze');
  expect((await slack.reply()).text).toBe('It is asked again in 15 minutes.');
  const { at = 0, until, by } = (await incident())?.heard?.snoozed ?? {};
  expect([by, until]).toEqual(['dave', at + 15 * 60_000]);
});

test('Details tells all that a yes needs, to who pressed', async () => {
  const { press, slack, incident } = await asked();
  await press(grace, 'details');
  const { blocks } = await slack.reply();
  const shown = JSON.stringify(blocks);
  for (const part of [
    'has no public access block',
    's3:putPublicAccessBlock',
    '+ block.BlockPublicAcls: true',
    '*Cost* costs nothing',
    '*Risk* low',
    'arn:aws:iam::123456789012:user/alice',
  ])
    expect(shown).toContain(part);
  expect((await incident())?.answer).toBeUndefined();
});

test('who caused it cannot answer there either, and who is unknown cannot at all', async () => {
  const { press, slack, incident, cloud } = await asked();
  await press(alice, 'approve');
  expect((await slack.reply()).text).toMatch(/^al caused inc-.* and cannot approve it/);
  await press('U0STRANGE', 'approve');
  expect((await slack.reply()).text).toContain('does not know who U0STRANGE is');
  await press(alice, 'snooze');
  expect((await slack.reply()).text).toContain('al caused');
  expect(await incident()).not.toHaveProperty('answer', expect.anything());
  expect(cloud.sent).toEqual([]);
});

test('the first of two people is told who is still wanted', async () => {
  const { press, slack, settled, id } = await asked({ more: 'approvers: [{ who: [dave, grace], second: true }]' });
  await press(dave, 'approve');
  expect((await slack.reply()).text).toBe('Your yes is recorded. It still takes a yes of grace.');
  await press(dave, 'approve');
  expect((await slack.reply()).text).toContain('dave said approve already; it still wants grace');
  await press(grace, 'approve');
  expect(await settled(id)).toBe('healed');
});

test('a button of an older plan is void', async () => {
  const { press, slack, incident, value } = await asked();
  await press(dave, 'approve', { ...value, plan: 'of-yesterday' });
  expect((await slack.reply()).text).toContain('the plan changed since you saw it');
  expect((await incident())?.answer).toBeUndefined();
});

test('what Slack did not sign is refused, and counted', async () => {
  const { slack, value, send, engine, incident, ask } = await asked();
  const payload = slack.press(dave, 'selfheal:approve', value);
  const now = engine.tools.clock.now();
  const good = slack.signed(payload);
  const refused = [
    slack.signed(payload, { key: 'another' }),
    slack.signed(payload, { at: now - 301_000 }),
    slack.signed(payload, { at: now + 301_000 }),
    { ...good, body: `${String(good.body)}&x=1` },
    { ...good, headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: 'Bearer t' } },
  ];
  for (const init of refused) expect((await send(init)).status).toBe(403);
  expect((await incident())?.answer).toBeUndefined();
  expect(await (await ask('/api/status')).json()).toMatchObject({ problems: [expect.stringContaining('slack.secretEnv')] });
});

test('what is no payload of ours is acknowledged and changes nothing', async () => {
  const { slack, send, incident } = await asked();
  const others = [
    { type: 'shortcut' },
    slack.press(dave, 'other:button', {}),
    slack.press(dave, 'selfheal:approve', 'no json object'),
    { type: 'view_submission', user: { id: dave }, view: { callback_id: 'other', private_metadata: '', state: { values: {} } } },
  ];
  for (const each of others) {
    const response = await send(slack.signed(each));
    expect([response.status, await response.text()]).toEqual([200, '']);
  }
  expect((await incident())?.answer).toBeUndefined();
});
