import { describe, expect, test } from 'vitest';
import { type OpenCatalogue, openCatalogue } from '#catalogue/catalogue.ts';
import { parsePolicy } from '#config/load-policy.ts';
import type { JsonObject } from '#domain/json.ts';
import { newHabits } from '#flow/habits/habits.ts';
import { type Scoring, scoreEvent } from './score-event.ts';

const catalogue: OpenCatalogue = await openCatalogue();
const { policy } = parsePolicy('', 'selfheal.yaml');
const minute = 60_000;
let events = 0;

function call(
  name: string,
  { at = Date.parse('2026-11-20T09:00:00Z'), user = 'alice', region = 'eu-west-1', ...more }: CallOptions = {},
): JsonObject {
  const [service, eventName] = name.split(':');
  events += 1;
  return {
    eventVersion: '1.11',
    eventSource: `${service}.amazonaws.com`,
    eventName: eventName ?? '',
    eventTime: new Date(at).toISOString(),
    awsRegion: region,
    eventID: `event-${events}`,
    recipientAccountId: '111122223333',
    sourceIPAddress: '198.51.100.7',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${user}`, accountId: '111122223333', userName: user },
    requestParameters: { name: 'audit', bucketName: 'invoices' },
    ...more.record,
  };
}
interface CallOptions {
  readonly at?: number;
  readonly user?: string;
  readonly region?: string;
  readonly record?: JsonObject;
}

const alone = (document: JsonObject, more: Partial<Scoring> = {}) => scoreEvent(document, { catalogue, policy, ...more });

describe('one event', () => {
  test('is scored with what it matches', async () => {
    const found = await alone(call('cloudtrail:StopLogging'));
    expect(found).toMatchObject({ class: 'tampering', detections: ['cloudtrail.logging-stopped'] });
    expect(found.contributions.map(({ name }) => name)).toEqual(expect.arrayContaining(['hides-tracks', 'actor']));
  });

  test('is scored when it is no signal, and when no detection matches', async () => {
    const nowhere = await alone(
      call('iam:AttachUserPolicy', {
        record: {
          recipientAccountId: '123',
          userIdentity: { type: 'IAMUser', userName: 'alice' },
          requestParameters: { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        },
      }),
    );
    expect(nowhere.found).toEqual([]);
    expect(nowhere.drops).toMatchObject([{ because: 'no-account' }]);
    expect(nowhere).toMatchObject({ class: 'tampering', detections: [] });
    expect(nowhere.score).toBeGreaterThan(0.5);
  });

  test('of a known pipeline is normal, whatever it scores', async () => {
    const role = 'arn:aws:iam::111122223333:role/deploy';
    const userIdentity = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/deploy/1',
      accountId: '111122223333',
      sessionContext: { sessionIssuer: { arn: role } },
    };
    const event = call('cloudtrail:StopLogging', { record: { userIdentity } });
    const known = parsePolicy(`pipelines: [{ name: d, role: "${role}", calls: ["cloudtrail:*"], resources: ["*"] }]`, 'selfheal.yaml');
    expect((await alone(event)).class).toBe('tampering');
    expect((await alone(event, { policy: known.policy })).class).toBe('normal');
  });

  test('gives the same score whatever came before it, as far as habits do not speak', async () => {
    const documents = ['s3:PutBucketVersioning', 'cloudtrail:StopLogging', 's3:GetBucketAcl', 'cloudtrail:StopLogging'].map((name) =>
      call(name),
    );
    const bySelf = await Promise.all(documents.map((document) => alone(document)));
    const shuffled = await Promise.all(documents.toReversed().map((document) => alone(document)));
    expect(shuffled.toReversed()).toEqual(bySelf);
  });
});

describe('with habits', () => {
  const learning = () => newHabits((signal) => catalogue.repetitions(signal));

  test('what a principal never did scores more than what it does every day', async () => {
    const habits = learning();
    const day = 24 * 60 * minute;
    const start = Date.parse('2026-10-01T09:00:00Z');
    for (let passed = 0; passed < 40; passed++) await alone(call('s3:PutBucketVersioning', { at: start + passed * day }), { habits });
    const asEver = await alone(call('s3:PutBucketVersioning', { at: start + 40 * day }), { habits });
    const never = await alone(call('s3:PutBucketWebsite', { at: start + 40 * day, region: 'sa-east-1' }), { habits });
    expect(never.contributions.map(({ name }) => name)).toEqual(expect.arrayContaining(['new-call', 'new-region']));
    const plain = await alone(call('s3:PutBucketVersioning'));
    expect(asEver.score).toBeLessThanOrEqual(plain.score);
  });

  test('an event that is delivered twice is learned once', async () => {
    const [once, twice] = [learning(), learning()];
    const documents = Array.from({ length: 60 }, (_, second) =>
      call('secretsmanager:GetSecretValue', { at: Date.parse('2026-11-20T09:00:00Z') + second * 1_000 }),
    );
    for (const document of documents.slice(0, 30)) {
      await alone(document, { habits: once });
      await alone(document, { habits: twice });
      await alone(document, { habits: twice });
    }
    const [next] = documents.slice(30);
    if (next === undefined) throw new Error('there is no next event');
    expect(await alone(next, { habits: twice })).toEqual(await alone(next, { habits: once }));
  });
});
