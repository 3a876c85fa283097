import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableEncryption } from './enable-encryption.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const url = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';
const remedy = enableEncryption.with({ queue: 'orders' });

test('a queue with a KMS key is encrypted, whatever else AWS says', () => {
  expect(remedy.wrong({ url, ownKeys: false, kmsKey: 'alias/aws/sqs' })).toBeUndefined();
  expect(remedy.fix({ url, ownKeys: false, kmsKey: 'alias/aws/sqs' })).toEqual([]);
  expect(remedy.wrong({ url, ownKeys: false })).toBe('messages lie in the queue unencrypted');
});

test('sets one attribute, so that policy and redrive stay', () =>
  expect(remedy.fix({ url, ownKeys: false })).toMatchObject([{ input: { QueueUrl: url, Attributes: { SqsManagedSseEnabled: 'true' } } }]));

test('knows a queue by its name, its URL and its ARN', () => {
  for (const id of ['orders', url, 'arn:aws:sqs:eu-west-1:123456789012:orders'])
    expect(enableEncryption.from({ ...site, type: 'AWS::SQS::Queue', id })).toEqual([{ queue: 'orders' }]);
});

test('attributes that AWS leaves out are off', async () => {
  const cloud = scriptedCloud()
    .on('sqs', 'getQueueUrl', () => ({ QueueUrl: url }))
    .on('sqs', 'getQueueAttributes', () => ({}));
  expect(await remedy.observe(cloud.reader(site))).toEqual({ url, ownKeys: false });
});

test('a queue that vanishes between two reads is gone', async () => {
  const cloud = scriptedCloud()
    .on('sqs', 'getQueueUrl', () => ({ QueueUrl: url }))
    .on('sqs', 'getQueueAttributes', () => {
      throw awsError('QueueDoesNotExist', { code: 'no-such-resource' });
    });
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});
