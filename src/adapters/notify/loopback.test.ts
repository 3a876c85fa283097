import { afterEach, expect, test, vi } from 'vitest';
import { pagerDutyApi } from '#testkit/loopback/pagerduty-api.ts';
import { signedReceiver } from '#testkit/loopback/signed-receiver.ts';
import { slackApi } from '#testkit/loopback/slack-api.ts';
import { teamsWebhook } from '#testkit/loopback/teams-webhook.ts';
import { nightAt, noticeFrom, notices, stories } from '#testkit/told-stories.ts';
import { pagerDuty } from './pagerduty.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';
import { signatureOf, webhook } from './webhook.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});
function opened<T extends { close(): Promise<void> }>(server: T): T {
  closing.push(server.close);
  return server;
}

const { asked, healed, page } = notices();
const answered = noticeFrom({ ...stories.healed, incident: { ...stories.healed.incident, stage: 'snapshot' } }, 'answered');
const moved = noticeFrom({ ...stories.healed, incident: { ...stories.healed.incident, stage: 'remediation' } }, 'moved');
const digest = {
  id: 'digest-ops-1',
  at: nightAt,
  headline: '41 incidents so far in one storm',
  tone: 'page',
  lines: [{ incident: 'inc-1', kind: 'page', headline: 'one' }],
  more: 40,
  over: false,
} as const;

async function slackOps() {
  const api = opened(await slackApi());
  vi.stubEnv('SLACK_TEST_TOKEN', api.token);
  return { api, ops: slack({ name: 'ops', channel: '#ops', tokenVariable: 'SLACK_TEST_TOKEN', api: api.api }) };
}

test('Slack has one thread per incident, and its first message shows where the incident stands', async () => {
  const { api, ops } = await slackOps();
  const { thread } = await ops.tell(asked, undefined);
  expect(thread).toBe('C0DOCKSIDE/170.000100');
  for (const notice of [answered, moved, healed]) expect(await ops.tell(notice, thread)).toEqual({ thread });
  expect(api.messages).toMatchObject([
    { text: healed.message.headline, edits: 3, thread_ts: undefined },
    { text: answered.message.headline, thread_ts: '170.000100', reply_broadcast: false },
    { text: healed.message.headline, thread_ts: '170.000100' },
  ]);
  expect(api.messages).toHaveLength(3);
});

test("Slack's buttons carry the incident and the plan's hash, and go with the question", async () => {
  const { api, ops } = await slackOps();
  const { thread } = await ops.tell(asked, undefined);
  const buttons = api.messages[0]?.blocks.find(({ type }) => type === 'actions')?.elements ?? [];
  expect(buttons.map(({ action_id }) => action_id)).toEqual(['selfheal:approve', 'selfheal:reject', 'selfheal:snooze', 'selfheal:details']);
  expect(buttons.map(({ value = '' }) => JSON.parse(value))).toEqual(
    buttons.map(() => ({ incident: asked.incident.id, plan: asked.message.plan })),
  );
  await ops.tell(healed, thread);
  expect(api.messages[0]?.blocks.some(({ type }) => type === 'actions')).toBe(false);
});

test('a page in a thread is seen in the whole channel; a message that was deleted does not end the conversation', async () => {
  const { api, ops } = await slackOps();
  const { thread } = await ops.tell(asked, undefined);
  await ops.tell(page, thread);
  expect(api.messages[1]).toMatchObject({ reply_broadcast: true, thread_ts: '170.000100' });
  api.answerNext({ body: { ok: false, error: 'message_not_found' } });
  expect(await ops.tell(healed, thread)).toEqual({ thread });
  expect(api.messages.at(-1)).toMatchObject({ text: healed.message.headline });
});

test('a digest in Slack is renewed in place', async () => {
  const { api, ops } = await slackOps();
  const { thread } = await ops.digest(digest, undefined);
  await ops.digest({ ...digest, headline: '50 incidents in one storm' }, thread);
  expect(api.messages).toMatchObject([{ text: '50 incidents in one storm', edits: 1 }]);
});

test('what Slack says is told apart: this message, the pause that it asks for, the app, the network', async () => {
  const { api, ops } = await slackOps();
  const failing = async (answer: Parameters<typeof api.answerNext>[0]) => {
    api.answerNext(answer);
    return ops.tell(asked, undefined).then(
      () => undefined,
      (error: unknown) => error,
    );
  };
  expect(await failing({ body: { ok: false, error: 'invalid_blocks' } })).toMatchObject({ code: 'not-told', retry: 'never' });
  expect(await failing({ status: 429, headers: { 'retry-after': '7' } })).toMatchObject({
    retry: 'later',
    details: { retryAfterMs: 7_000 },
  });
  expect(await failing({ body: { ok: false, error: 'invalid_auth' } })).toMatchObject({
    retry: 'later',
    message: expect.stringContaining('invalid_auth'),
  });
  expect(await failing({ status: 503 })).toMatchObject({ retry: 'later', message: expect.stringContaining('503') });
  await api.close();
  const gone = await ops.tell(asked, undefined).catch((error: unknown) => error);
  expect(gone).toMatchObject({ code: 'not-told', retry: 'later' });
  expect(JSON.stringify(gone)).not.toContain(api.token);
});

test('PagerDuty is triggered while a person is wanted, acknowledged by an answer, and resolved at the end; all of it may be said twice', async () => {
  const api = opened(await pagerDutyApi());
  vi.stubEnv('PD_TEST_KEY', api.routingKey);
  const pager = pagerDuty({ name: 'pager', keyVariable: 'PD_TEST_KEY', api: api.url });
  const alert = () => api.alerts.get(asked.incident.id);
  const { thread } = await pager.tell({ ...asked, kind: 'page' }, undefined);
  expect(alert()).toMatchObject({ status: 'triggered', severity: 'error', summary: asked.message.headline });
  await pager.tell({ ...asked, kind: 'page' }, thread);
  await pager.tell(answered, thread);
  await pager.tell(answered, thread);
  expect(alert()).toMatchObject({ status: 'acknowledged' });
  await pager.tell(healed, thread);
  expect(alert()).toMatchObject({ status: 'resolved', log: ['trigger', 'trigger', 'acknowledge', 'acknowledge', 'resolve'] });
  expect(api.alerts.size).toBe(1);
});

test('PagerDuty hears nothing of the end of what it was never called for, and says why it refuses', async () => {
  const api = opened(await pagerDutyApi());
  vi.stubEnv('PD_TEST_KEY', api.routingKey);
  const pager = pagerDuty({ name: 'pager', keyVariable: 'PD_TEST_KEY', api: api.url });
  expect(await pager.tell(healed, undefined)).toEqual({ thread: undefined });
  expect(api.requests).toEqual([]);
  await pager.digest(digest, undefined);
  await pager.digest({ ...digest, tone: 'plain', over: true }, digest.id);
  expect(api.alerts.get(digest.id)).toMatchObject({ status: 'resolved' });
  vi.stubEnv('PD_TEST_KEY', 'wrong');
  await expect(pager.tell(page, undefined)).rejects.toMatchObject({ code: 'not-told', message: expect.stringContaining('routing_key') });
  vi.stubEnv('PD_TEST_KEY', '');
  await expect(pager.tell(page, undefined)).rejects.toMatchObject({
    retry: 'later',
    message: expect.stringContaining('PD_TEST_KEY is not set'),
  });
});

test('Teams gets a card for each notice, and its address stands in no error', async () => {
  const hook = opened(await teamsWebhook());
  vi.stubEnv('TEAMS_TEST_URL', hook.address);
  const team = teams({ name: 'team', urlVariable: 'TEAMS_TEST_URL' });
  for (const notice of [asked, healed, page]) await team.tell(notice, undefined);
  await team.digest(digest, undefined);
  await team.greet('hello');
  expect(hook.cards).toHaveLength(5);
  hook.answerNext({ status: 200, body: 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429' });
  await expect(team.tell(asked, undefined)).rejects.toMatchObject({ retry: 'later' });
  await hook.close();
  const gone = await team.tell(asked, undefined).catch((error: unknown) => error);
  expect(gone).toMatchObject({ code: 'not-told', message: expect.stringContaining('cannot be reached') });
  expect(`${String(gone)} ${JSON.stringify(gone)}`).not.toContain('s3cr3t');
});

test('a webhook is signed with its time, carries a key for each notice, and takes no redirection', async () => {
  let now = nightAt;
  const receiver = opened(await signedReceiver(() => now));
  vi.stubEnv('HOOK_TEST_SECRET', receiver.secret);
  const hook = webhook({ name: 'hook', url: receiver.url, secretVariable: 'HOOK_TEST_SECRET', now: () => nightAt });
  await hook.tell(asked, undefined);
  await hook.tell(asked, undefined);
  await hook.tell(healed, undefined);
  expect(receiver.documents).toEqual([asked.document, healed.document]);
  now += 600_000;
  await expect(hook.tell(page, undefined)).rejects.toMatchObject({ retry: 'later', message: expect.stringContaining('stale') });
  now = nightAt;
  vi.stubEnv('HOOK_TEST_SECRET', 'another');
  await expect(hook.tell(page, undefined)).rejects.toMatchObject({ message: expect.stringContaining('not signed') });
  receiver.answerNext({ status: 307, headers: { location: `${receiver.url}/elsewhere` } });
  await expect(hook.tell(page, undefined)).rejects.toMatchObject({ message: expect.stringContaining('307') });
  receiver.answerNext({ status: 422, body: 'no' });
  await expect(hook.tell(page, undefined)).rejects.toMatchObject({ retry: 'never' });
  expect(signatureOf('secret', 1_700_000_000, '{}')).toBe('b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163');
});
