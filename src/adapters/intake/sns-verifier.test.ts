import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { authority, certificateUrl, hasOpenssl, issuerUrl, rsaKey, service, snsAuthority } from '#testkit/sns-authority.ts';
import { snsVerifier } from './sns-verifier.ts';

const topic = 'arn:aws:sns:eu-west-1:111122223333:alerts';
const dayMs = 24 * 60 * 60_000;
let sns: Awaited<ReturnType<typeof snsAuthority>>;
let now = Date.now();

const options = () => ({ fetch: sns.fetch, now: () => now, roots: [sns.root.pem] });
const fresh = () => snsVerifier(options());
const isOurs = (arn: string): boolean => arn === topic;
const notification = (change: object = {}) => ({
  TopicArn: topic,
  Message: '{"a": "ä\\nb"}',
  Timestamp: new Date(now).toISOString(),
  ...change,
});
const confirmation = (change: object = {}) => ({
  Type: 'SubscriptionConfirmation',
  TopicArn: topic,
  Message: 'You have chosen to subscribe',
  Token: 'token-1',
  SubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topic}&Token=token-1`,
  Timestamp: new Date(now).toISOString(),
  ...change,
});
const verify = (body: unknown, verifier = fresh()) => verifier.verify(body, isOurs);
const because = async (body: unknown): Promise<string> => {
  const answer = await verify(body);
  if (answer.verified) throw new Error('it was verified');
  return answer.because;
};
/** Puts a certificate where SNS keeps its own. */
const serve = (pem: string | number): void => void sns.web.set(certificateUrl, pem);

describe.skipIf(!hasOpenssl)(`messages of SNS${hasOpenssl ? '' : ' (skipped: openssl is not installed)'}`, () => {
  beforeAll(async () => {
    sns = await snsAuthority();
  });
  beforeEach(() => {
    now = Date.now() + 1_000;
    serve(sns.leaf.pem);
    sns.web.set(issuerUrl, sns.intermediate.der);
    sns.asked.length = 0;
  });
  afterAll(() => sns.close());

  test.each([
    ['a notification', notification()],
    ['a notification with a subject', notification({ Subject: 'ALARM: "web" is down' })],
    ['a notification whose subject is null', notification({ Subject: null })],
    ['a notification signed with SHA1', notification({ SignatureVersion: '1', Subject: 'old' })],
    ['a request to confirm a subscription', confirmation()],
    ['a request to confirm with SHA1', confirmation({ SignatureVersion: '1' })],
    ['word that somebody unsubscribed us', confirmation({ Type: 'UnsubscribeConfirmation' })],
  ])('%s is verified', async (_what, message) => {
    expect(await verify(sns.signed(message))).toMatchObject({ verified: true, message: { TopicArn: topic } });
  });

  test('a certificate and the one above it are fetched once', async () => {
    const verifier = fresh();
    const all = [1, 2, 3].map(() => verify(sns.signed(notification()), verifier));
    expect((await Promise.all(all)).map(({ verified }) => verified)).toEqual([true, true, true]);
    await verify(sns.signed(notification()), verifier);
    expect(sns.asked).toEqual([certificateUrl, issuerUrl]);
  });

  test('a file that brings the whole chain needs nothing else', async () => {
    serve(`${sns.leaf.pem}${sns.intermediate.pem}`);
    expect(await verify(sns.signed(notification()))).toMatchObject({ verified: true });
    expect(sns.asked).toEqual([certificateUrl]);
  });

  test("China's and GovCloud's addresses are SNS's too", async () => {
    for (const host of ['sns.cn-north-1.amazonaws.com.cn', 'sns.us-gov-west-1.amazonaws.com']) {
      const certificate = `https://${host}/SimpleNotificationService-00ff.pem`;
      sns.web.set(certificate, sns.leaf.pem);
      expect(await verify(sns.signed(notification(), { certificate })), host).toMatchObject({ verified: true });
    }
  });

  test.each([
    ['Message', 'other'],
    ['Subject', 'added'],
    ['MessageId', 'other'],
    ['Timestamp', new Date(Date.now() - 60_000).toISOString()],
    ['Signature', Buffer.from('forged').toString('base64')],
    ['SignatureVersion', '1'],
  ])('a message whose %s was changed is refused', async (field, value) => {
    expect(await because(sns.signed(notification(), { change: { [field]: value } }))).toBe('its signature is wrong');
  });

  test('a confirmation whose address was changed is refused', async () => {
    const SubscribeURL = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=x&Token=y';
    expect(await because(sns.signed(confirmation(), { change: { SubscribeURL } }))).toBe('its signature is wrong');
  });

  test.each([
    'http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-01.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-01.pem',
    'https://evil.example/SimpleNotificationService-01.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-01.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-01.pem',
    'https://my-bucket.s3.amazonaws.com/SimpleNotificationService-01.pem',
    'https://sns.a.b.amazonaws.com/SimpleNotificationService-01.pem',
    'https://sns.eu-west-1.amazonaws.com/?Action=GetSubscriptionAttributes&x=SimpleNotificationService-01.pem',
    'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-01.pem?x=1',
    'https://sns.eu-west-1.amazonaws.com/x/SimpleNotificationService-01.pem',
  ])('a certificate at %s is not fetched', async (certificate) => {
    expect(await because(sns.signed(notification(), { certificate }))).toContain('is not where SNS keeps its certificates');
    expect(sns.asked).toEqual([]);
  });

  describe('a certificate is refused', () => {
    const signedBy = (wanted: Parameters<typeof sns.issue>[0], chain = '') => {
      const by = sns.issue({ key: sns.leaf.files.key, ...wanted });
      serve(by.pem + chain);
      // It is valid from this second on.
      now = Date.now() + 1_000;
      return because(sns.signed(notification(), { by }));
    };
    const name = 'sns.amazonaws.com';

    test('when it signed itself', async () => {
      expect(await signedBy({ name, extensions: service(name) })).toContain('nobody whom we trust issued');
    });

    test('when a root that we do not know stands at its end', async () => {
      const other = sns.issue({ name: 'Test Root', extensions: authority });
      expect(await signedBy({ name, issuer: other, extensions: service(name) }, other.pem)).toContain('nobody whom we trust issued');
    });

    test('when its issuer is no authority', async () => {
      expect(await signedBy({ name, issuer: sns.leaf, extensions: service(name) }, sns.leaf.pem + sns.intermediate.pem)).toContain(
        'nobody whom we trust issued',
      );
    });

    test('when only this machine would trust it, because the roots are those that Node brings', async () => {
      const verifier = snsVerifier({ fetch: sns.fetch, now: () => now });
      expect(await verify(sns.signed(notification()), verifier)).toMatchObject({
        because: expect.stringContaining('nobody whom we trust issued the certificate of CN=Test Authority'),
      });
    });

    test('when it belongs to somebody else', async () => {
      const extensions = service('evil.example');
      expect(await signedBy({ name: 'evil.example', issuer: sns.intermediate, extensions }, sns.intermediate.pem)).toContain(
        'is not that of sns.eu-west-1.amazonaws.com',
      );
    });

    test('when it is an authority itself', async () => {
      const extensions = [...authority, `subjectAltName=DNS:${name}`];
      expect(await signedBy({ name, issuer: sns.intermediate, extensions }, sns.intermediate.pem)).toContain('that of an authority');
    });

    test('when its key is weak', async () => {
      const [issuer, extensions, chain] = [sns.intermediate, service(name), sns.intermediate.pem];
      const weak = { name, issuer, extensions, key: undefined };
      expect(await signedBy({ ...weak, newKey: rsaKey(1024) }, chain)).toContain('is not RSA with 2048 bits');
      expect(await signedBy(weak, chain)).toContain('is not RSA');
    });

    test('when the one above it would have to come from anywhere', async () => {
      const extensions = service(name, 'authorityInfoAccess=caIssuers;URI:http://evil.example/issuer.cer');
      expect(await signedBy({ name, issuer: sns.intermediate, extensions })).toContain('nobody whom we trust issued');
      expect(sns.asked).toEqual([certificateUrl]);
    });

    test('when it is over, also when it was known before', async () => {
      const verifier = fresh();
      await verify(sns.signed(notification()), verifier);
      now += 31 * dayMs;
      expect(await verify(sns.signed(notification()), verifier)).toMatchObject({ because: expect.stringContaining('is not valid now') });
      now -= 62 * dayMs;
      expect(await because(sns.signed(notification()))).toContain('is not valid now');
    });
  });

  test('what cannot be fetched is not known, and asked for again', async () => {
    const verifier = fresh();
    serve(503);
    await expect(verify(sns.signed(notification()), verifier)).rejects.toMatchObject({ code: 'aws-unreachable', retry: 'later' });
    serve('x'.repeat(100_000));
    await expect(verify(sns.signed(notification()), verifier)).rejects.toThrow('more than 65536 bytes');
    serve('hello');
    expect(await verify(sns.signed(notification()), verifier)).toMatchObject({ because: 'there is no certificate' });
    serve(sns.leaf.pem);
    expect(await verify(sns.signed(notification()), verifier)).toMatchObject({ verified: true });
  });

  test('strangers cannot make us fetch without end', async () => {
    const verifier = fresh();
    const made = (index: number) => {
      const certificate = `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${index}.pem`;
      return verify(sns.signed(notification(), { certificate }), verifier).catch(({ code }: { code: string }) => code);
    };
    const codes = await Promise.all(Array.from({ length: 30 }, (_, index) => made(index)));
    expect(codes.filter((code) => code === 'throttled')).toHaveLength(10);
    expect(sns.asked).toHaveLength(20);
    now += 61_000;
    expect(await verify(sns.signed(notification()), verifier)).toMatchObject({ verified: true });
  });

  test('a message of another topic is refused before anything is fetched', async () => {
    expect(await because(sns.signed(notification({ TopicArn: `${topic}-of-mallory` })))).toContain("is not among the policy's topics");
    expect(sns.asked).toEqual([]);
  });

  test('a message older than an hour is a replay; one from the future is none of SNS', async () => {
    const at = (ms: number) => sns.signed(notification({ Timestamp: new Date(now + ms).toISOString() }));
    expect(await verify(at(-59 * 60_000))).toMatchObject({ verified: true });
    expect(await because(at(-61 * 60_000))).toContain('is not within the last hour');
    expect(await because(at(6 * 60_000))).toContain('is not within the last hour');
    expect(await because(sns.signed(notification({ Timestamp: 'now' })))).toContain('is not within the last hour');
  });

  test.each([
    ['nothing', undefined],
    ['a list', []],
    ['a raw delivery', { source: 'aws.s3', 'detail-type': 'x', detail: {} }],
    ['another version', { ...confirmation(), SignatureVersion: '3' }],
  ])('%s is no message of SNS', async (_what, body) => {
    expect(await because(body)).toContain('it is no message of SNS');
  });

  test('a verified confirmation is answered at its own address, and nowhere else', async () => {
    const answer = await verify(sns.signed(confirmation()));
    if (!answer.verified || answer.message.Type === 'Notification') throw new Error('not verified');
    const { message } = answer;
    sns.web.set(message.SubscribeURL, '<ConfirmSubscriptionResponse/>');
    sns.asked.length = 0;
    await fresh().confirm(message);
    expect(sns.asked).toEqual([message.SubscribeURL]);
    const elsewhere = message.SubscribeURL.replace('sns.eu-west-1.amazonaws.com', 'evil.example');
    await expect(fresh().confirm({ ...message, SubscribeURL: elsewhere })).rejects.toMatchObject({ code: 'access-denied' });
    await expect(fresh().confirm({ ...message, Token: 'other' })).rejects.toMatchObject({ code: 'access-denied' });
    sns.web.set(message.SubscribeURL, 500);
    await expect(fresh().confirm(message)).rejects.toMatchObject({ code: 'aws-unreachable', retry: 'later' });
  });
});
