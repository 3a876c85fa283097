import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { snsVerifier } from '#adapters/intake/sns-verifier.ts';
import { bucket, httpWorld, request } from '#entry/http/http-world.ts';
import { Problem } from '#entry/http/problem.ts';
import { Received } from '#entry/http/taken-in.ts';
import { certificateUrl, hasOpenssl, snsAuthority } from '#testkit/sns-authority.ts';

const arn = (name: string) => `arn:aws:sns:us-east-1:123456789012:${name}`;
const policy = `
topics:
  - { arn: "${arn('aws-only')}", publishers: aws-services }
  - { arn: "${arn('shared')}", publishers: anyone }
`;
let sns: Awaited<ReturnType<typeof snsAuthority>>;

/** What EventBridge publishes when somebody removes the block of the broken bucket. */
const event = (change: object = {}) => ({
  version: '0',
  id: '0b3f2a9e-0000-4000-8000-000000000001',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.s3',
  account: '123456789012',
  time: '2026-11-20T02:59:58Z',
  region: 'us-east-1',
  resources: [],
  detail: {
    eventVersion: '1.11',
    eventID: 'event-1',
    requestID: 'request-1',
    eventSource: 's3.amazonaws.com',
    eventName: 'DeleteBucketPublicAccessBlock',
    eventTime: '2026-11-20T02:59:58Z',
    awsRegion: 'us-east-1',
    recipientAccountId: '123456789012',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/alice', accountId: '123456789012', userName: 'alice' },
    requestParameters: { bucketName: bucket },
  },
  ...change,
});
const notification = (topic: string, message: unknown) => ({
  TopicArn: arn(topic),
  Message: typeof message === 'string' ? message : JSON.stringify(message),
  Timestamp: new Date().toISOString(),
});
const confirmation = (topic: string, Type = 'SubscriptionConfirmation') => ({
  Type,
  TopicArn: arn(topic),
  Message: 'You have chosen to subscribe',
  Token: 'token-1',
  SubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${arn(topic)}&Token=token-1`,
  Timestamp: new Date().toISOString(),
});

async function world() {
  const { app, engine, ask } = await httpWorld(
    {},
    { policy, sns: snsVerifier({ fetch: sns.fetch, now: () => Date.now() + 1_000, roots: [sns.root.pem] }) },
  );
  return {
    engine,
    ask,
    /** As SNS does: no token, another host, plain text. */
    send: (body: unknown) =>
      request(
        app,
        '/api/intake/sns',
        { host: 'selfheal.example.com', 'content-type': 'text/plain; charset=UTF-8' },
        { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) },
      ),
  };
}

describe.skipIf(!hasOpenssl)(`the intake of SNS${hasOpenssl ? '' : ' (skipped: openssl is not installed)'}`, () => {
  beforeAll(async () => {
    sns = await snsAuthority();
  });
  beforeEach(() => {
    sns.web.set(certificateUrl, sns.leaf.pem);
    sns.asked.length = 0;
  });
  afterAll(() => sns.close());

  /** Of the incident that the message opened. */
  const rankOf = async (topic: string, message: unknown) => {
    const { send, engine } = await world();
    const response = await send(sns.signed(notification(topic, message)));
    expect(response.status).toBe(202);
    const { receptions } = Received.parse(await response.json());
    const incident = await engine.tools.store.incident(receptions[0]?.incident ?? '');
    await engine.worker.idle();
    return incident?.signal.rank;
  };

  test('what AWS services publish on a topic of theirs is attested', async () => {
    expect(await rankOf('aws-only', event())).toBe('attested');
  });

  test('the same event on a topic where anyone publishes is only reported', async () => {
    expect(await rankOf('shared', event())).toBe('reported');
  });

  test.each([
    ['a bare record', event().detail],
    ['a queue record around it', { Records: [{ messageId: '1', eventSource: 'aws:sqs', body: JSON.stringify(event()) }] }],
    ['another notification around it', { Type: 'Notification', Message: JSON.stringify(event()) }],
    ['a list around it', [event()]],
  ])('an event that something else carries is only reported: %s', async (_what, message) => {
    expect(await rankOf('aws-only', message)).toBe('reported');
  });

  test('the same message delivered twice opens one incident', async () => {
    const { send, engine } = await world();
    const message = sns.signed(notification('aws-only', event()));
    await send(message);
    const { receptions } = Received.parse(await (await send(message)).json());
    expect(receptions.map(({ became }) => became)).toEqual(['duplicate']);
    await engine.worker.idle();
  });

  test.each([
    ['forged', () => sns.signed(notification('aws-only', event()), { change: { Message: '{}' } }), 'its signature is wrong'],
    ['of another topic', () => sns.signed(notification('other', event())), "is not among the policy's topics"],
    ['without a signature', () => event(), 'it is no message of SNS'],
    ['no JSON', () => 'hello', 'it is no message of SNS'],
    ['old', () => sns.signed({ ...notification('shared', event()), Timestamp: '2026-01-01T00:00:00Z' }), 'is not within the last hour'],
  ])('a message that is %s is refused, counted, and opens nothing', async (_what, message, because) => {
    const { send, engine, ask } = await world();
    const response = await send(message());
    expect(response.status).toBe(403);
    expect(Problem.parse(await response.json()).detail).toContain(because);
    expect((await engine.tools.store.incidents({ by: 'opened' }, { limit: 1 })).items).toEqual([]);
    expect(await (await ask('/api/status')).json()).toMatchObject({ drops: { 'sns-refused': 1 } });
  });

  test('a subscription is confirmed for a topic of the policy only', async () => {
    const { send } = await world();
    const { SubscribeURL } = confirmation('shared');
    sns.web.set(SubscribeURL, '<ConfirmSubscriptionResponse/>');
    const confirmed = await send(sns.signed(confirmation('shared')));
    expect([confirmed.status, await confirmed.json()]).toEqual([200, { confirmed: arn('shared') }]);
    expect(sns.asked).toContain(SubscribeURL);
    sns.asked.length = 0;
    expect((await send(sns.signed(confirmation('other')))).status).toBe(403);
    expect((await send(sns.signed(confirmation('shared'), { change: { Token: 'other' } }))).status).toBe(403);
    expect(sns.asked).not.toContainEqual(expect.stringContaining('ConfirmSubscription'));
  });

  test('the end of a subscription is noted and not undone', async () => {
    const { send } = await world();
    const ended = await send(sns.signed(confirmation('shared', 'UnsubscribeConfirmation')));
    expect([ended.status, await ended.json()]).toEqual([200, { unsubscribed: arn('shared') }]);
    expect(sns.asked).not.toContainEqual(expect.stringContaining('ConfirmSubscription'));
  });

  test('a certificate that cannot be read is answered so that SNS sends the message again', async () => {
    const { send } = await world();
    sns.web.set(certificateUrl, 500);
    expect((await send(sns.signed(notification('shared', event())))).status).toBe(502);
  });

  test('a store that fails is answered so that SNS sends the message again', async () => {
    const { send, engine } = await world();
    const broken = { ...engine.tools.store };
    Object.assign(engine.tools.store, {
      commit: async () => {
        throw new Error('the disk is full');
      },
    });
    expect((await send(sns.signed(notification('shared', event())))).status).toBe(500);
    Object.assign(engine.tools.store, broken);
    expect((await send(sns.signed(notification('shared', event())))).status).toBe(202);
    await engine.worker.idle();
  });

  test('a body that is too large for SNS is refused', async () => {
    const { send } = await world();
    expect((await send('x'.repeat(2 * 1024 * 1024 + 1))).status).toBe(413);
  });
});
