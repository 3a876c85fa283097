import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { slackReplies } from './slack-replies.ts';

async function answering(status: number, body: object) {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
const form = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'x' }, blocks: [] };
const failure = (code: string, told: string) => expect.objectContaining({ code, message: expect.stringContaining(told) });

test.each([
  'http://127.0.0.1:9/x',
  'https://hooks.slack.com.evil.example/x',
  'http://hooks.slack.com/x',
  'https://evil.example/hooks.slack.com/',
  'https://a.b.slack.com.evil/x',
])('nothing is sent to an address that is not of Slack: %s', async (address) => {
  await expect(slackReplies({ token: 't' }).say(address, { text: 'x' })).rejects.toThrow(failure('not-allowed', 'no address of Slack'));
});

test('a reply that Slack does not take, and one that does not arrive, is an error', async () => {
  const base = await answering(404, {});
  await expect(slackReplies({ token: 't', api: `${base}/api/` }).say(`${base}/respond/1`, { text: 'x' })).rejects.toThrow(
    failure('unexpected', '404'),
  );
  const nobody = slackReplies({ token: 't', api: 'http://127.0.0.1:1/api/' });
  await expect(nobody.say('http://127.0.0.1:1/respond/1', { text: 'x' })).rejects.toThrow(failure('timed-out', 'does not answer'));
});

test('a form needs a token, and what Slack says against it is told', async () => {
  await expect(slackReplies({ token: undefined }).open('1', form)).rejects.toThrow(failure('not-running', 'bot token'));
  const base = await answering(200, { ok: false, error: 'expired_trigger_id' });
  await expect(slackReplies({ token: 't', api: `${base}/api/` }).open('1', form)).rejects.toThrow(
    failure('unexpected', 'expired_trigger_id'),
  );
});
