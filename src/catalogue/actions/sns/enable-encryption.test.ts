import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableEncryption } from './enable-encryption.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const arn = 'arn:aws:sns:eu-west-1:123456789012:alerts';
const usual = enableEncryption.with({ topic: 'alerts', key: 'alias/aws/sns' });
const ownKey = enableEncryption.with({ topic: 'alerts', key: 'alias/topics' });

const seenWith = (statements: readonly object[], alarms: number) =>
  usual.observe(
    scriptedCloud()
      .on('sns', 'getTopicAttributes', () => ({ Attributes: { Policy: JSON.stringify({ Statement: statements }) } }))
      .on('cloudwatch', 'describeAlarms', ({ ActionPrefix }) => ({
        MetricAlarms: ActionPrefix === arn ? Array.from({ length: alarms }, () => ({})) : [],
      }))
      .reader(site),
  );

test('finds who publishes: services by name, by their source, and alarms', async () => {
  const s3 = { Effect: 'Allow', Principal: { Service: ['s3.amazonaws.com', 'events.amazonaws.com'] } };
  const source = {
    Sid: 'budget',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:budgets::1:*' } },
  };
  const denied = { Effect: 'Deny', Principal: { Service: 'ses.amazonaws.com' } };
  expect(await seenWith([s3, source, denied], 2)).toEqual({
    arn,
    publishers: ['s3.amazonaws.com', 'events.amazonaws.com', 'the source in budget', 'CloudWatch alarms'],
  });
  expect(await seenWith([], 0)).toEqual({ arn, publishers: [] });
});

test("does not lock AWS services out with AWS's own key, which they cannot use", () => {
  const state = { arn, publishers: ['CloudWatch alarms'] };
  expect(usual.refuses(state)).toMatch(/^CloudWatch alarms could not publish any more/);
  expect(ownKey.refuses(state)).toBeUndefined();
  expect(usual.refuses({ arn, publishers: [] })).toBeUndefined();
});

test('does not replace a key that is there', () => {
  expect(usual.wrong({ arn, key: 'alias/other', publishers: [] })).toBeUndefined();
  expect(usual.fix({ arn, key: 'alias/other', publishers: [] })).toEqual([]);
  expect(ownKey.fix({ arn, publishers: [] })).toMatchObject([
    { input: { AttributeName: 'KmsMasterKeyId', AttributeValue: 'alias/topics' } },
  ]);
});
