import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { bucket, httpWorld, request } from '#entry/http/http-world.ts';
import { Received } from '#entry/http/taken-in.ts';

const policy = `
webhooks:
  open:
    account: "123456789012"
    region: us-east-1
    resource: { type: "AWS::S3::Bucket", id: $.bucket }
    title: $.what
    control: securityhub:S3.8
  signed:
    secretEnv: SCANNER_SECRET
    signatureHeader: x-scanner-signature
    account: $.account
    region: us-east-1
    resource: { type: "AWS::S3::Bucket", id: $.bucket }
    title: $.what
    severity: $.severity
  forgotten:
    secretEnv: NOT_SET
    account: "123456789012"
    region: us-east-1
    resource: { type: "AWS::S3::Bucket", id: $.bucket }
    title: $.what
`;
const secret = (name: string) => (name === 'SCANNER_SECRET' ? 's3cr3t' : undefined);
const world = () => httpWorld({}, { policy, secret });
const found = { bucket, what: 'Bucket can be read by anyone', account: '123456789012', severity: 'high' };
const signatureOf = (body: string, key = 's3cr3t') => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
const Status = z.object({ problems: z.array(z.string()), drops: z.record(z.string(), z.int()) });

test('a document becomes a signal through its mapping, and what it names is healed when it is really wrong', async () => {
  const { post, broken, settled } = await world();
  const response = await post('/api/intake/webhook/open', found);
  expect(response.status).toBe(202);
  const { receptions } = Received.parse(await response.json());
  expect(receptions).toMatchObject([
    {
      became: 'opened',
      signal: { source: 'webhook', title: 'Bucket can be read by anyone', account: '123456789012', resource: bucket },
      detection: 'control.securityhub:S3.8',
    },
  ]);
  expect(await settled(receptions[0]?.incident ?? '')).toBe('healed');
  expect(broken.block).toMatchObject({ BlockPublicAcls: true });
});

test('the same document again is known, JSON lines are documents each, and one that does not fit is a counted drop', async () => {
  const { ask, post } = await world();
  await post('/api/intake/webhook/open', found);
  const body = [found, { ...found, bucket: 7, what: null }].map((each) => JSON.stringify(each)).join('\n');
  const { receptions } = Received.parse(await (await ask('/api/intake/webhook/open', { method: 'POST', body })).json());
  expect(receptions.map(({ became }) => became).toSorted()).toEqual(['dropped', 'duplicate']);
  expect(receptions.find(({ became }) => became === 'dropped')).toMatchObject({
    because: 'mapping-does-not-fit',
    detail: expect.stringContaining('webhook open: title: $.what finds no text'),
  });
  expect(Status.parse(await (await ask('/api/status')).json()).drops).toEqual({ 'mapping-does-not-fit': 1 });
});

test('a signature of the body with the secret stands for the token, whatever the host', async () => {
  const { app } = await world();
  const body = JSON.stringify(found);
  const send = (headers: Record<string, string>, text = body) =>
    request(app, '/api/intake/webhook/signed', { host: 'hooks.example.com', ...headers }, { method: 'POST', body: text });
  const right = await send({ 'x-scanner-signature': signatureOf(body) });
  expect([right.status, Received.parse(await right.json()).receptions]).toEqual([202, [expect.objectContaining({ became: 'unmatched' })]]);
  expect((await send({})).status).toBe(401);
  expect((await send({ 'x-scanner-signature': signatureOf(body, 'guess') })).status).toBe(401);
  expect((await send({ 'x-hub-signature-256': signatureOf(body) })).status).toBe(401);
  expect((await send({ 'x-scanner-signature': signatureOf(body) }, body.replace('high', 'low'))).status).toBe(401);
});

test('the token does not stand for a signature that is asked for', async () => {
  const { post } = await world();
  expect((await post('/api/intake/webhook/signed', found)).status).toBe(401);
});

test('without the token a webhook without a secret is closed, and nobody learns which webhooks there are', async () => {
  const { app, post } = await world();
  const send = async (name: string, headers: Record<string, string> = {}) => {
    const response = await request(app, `/api/intake/webhook/${name}`, headers, { method: 'POST', body: JSON.stringify(found) });
    return [response.status, await response.text()];
  };
  const closed = await send('open');
  expect(closed[0]).toBe(401);
  expect([await send('none'), await send('signed'), await send('__proto__')]).toEqual([closed, closed, closed]);
  const authorization = 'Bearer token-of-this-test';
  expect(await send('open', { authorization, host: 'evil.example' })).toEqual(closed);
  expect(await send('open', { authorization, origin: 'https://evil.example' })).toEqual(closed);
  expect((await post('/api/intake/webhook/none', found)).status).toBe(404);
  expect((await post('/api/intake/webhook/constructor', found)).status).toBe(404);
});

test('a secret that is not in the environment closes the webhook and is told as a problem', async () => {
  const { ask, post } = await world();
  const response = await post('/api/intake/webhook/forgotten', found);
  expect(response.status).toBe(503);
  expect(await response.text()).not.toContain('NOT_SET');
  expect(Status.parse(await (await ask('/api/status')).json()).problems).toEqual([
    'webhooks.forgotten.secretEnv: the engine has no NOT_SET in its environment; set it and restart',
  ]);
});

test('a body that is no JSON is refused whole', async () => {
  const { ask } = await world();
  for (const body of ['', 'hello']) expect((await ask('/api/intake/webhook/open', { method: 'POST', body })).status).toBe(400);
});
