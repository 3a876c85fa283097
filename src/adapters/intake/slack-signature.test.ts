import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { whyNotFromSlack } from './slack-signature.ts';

const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const now = 1_531_420_618_000;
const body = Buffer.from('payload=%7B%22type%22%3A%22block_actions%22%7D');
const sign = (timestamp: string, key = secret, text: Uint8Array = body) =>
  `v0=${createHmac('sha256', key).update(`v0:${timestamp}:`).update(text).digest('hex')}`;
const ask = (timestamp: string | undefined, signature: string | undefined, at = now, key = secret) =>
  whyNotFromSlack({ body, signature, timestamp }, key, at);

test("the example of Slack's own documentation is Slack's", () => {
  const example =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
  expect(whyNotFromSlack({ body: Buffer.from(example), signature, timestamp: '1531420618' }, secret, now)).toBeUndefined();
});

test('a request is taken for five minutes either way, and not a second longer', () => {
  const signature = sign('1531420618');
  for (const at of [now, now + 300_000, now - 300_000]) expect(ask('1531420618', signature, at)).toBeUndefined();
  for (const at of [now + 301_000, now - 301_000, 0]) expect(ask('1531420618', signature, at)).toContain('signed');
});

test.each([
  ['no signature', '1531420618', undefined],
  ['no time', undefined, sign('1531420618')],
  ['a time that is no number', 'now', sign('now')],
  ['another time than was signed', '1531420619', sign('1531420618')],
  ['another secret', '1531420618', sign('1531420618', 'another')],
  ['another body', '1531420618', sign('1531420618', secret, Buffer.from('payload={}'))],
  ['another version', '1531420618', sign('1531420618').replace('v0', 'v1')],
  ['a part of it', '1531420618', sign('1531420618').slice(0, 20)],
])('%s is refused', (_, timestamp, signature) => {
  expect(ask(timestamp, signature)).toBeDefined();
});

test('an empty secret signs nothing', () => {
  expect(ask('1531420618', sign('1531420618', ''), now, '')).toBe('the signing secret is empty');
});
