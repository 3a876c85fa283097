import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableLogging } from './enable-logging.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const target = 'access-logs-123456789012-eu-west-1';
const remedy = enableLogging.with({ bucket: 'orders', target });
const group = { Type: 'Group' as const, URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' };
const policy = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const delivery = { Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject', Resource: '*' };

const cloudWith = (text: string | undefined, ...permissions: readonly ('READ_ACP' | 'WRITE' | 'READ')[]) =>
  scriptedCloud()
    .on('s3', 'getBucketLogging', () => ({}))
    .on('s3', 'getBucketAcl', () => ({ Grants: permissions.map((Permission) => ({ Grantee: group, Permission })) }))
    .on('s3', 'getBucketPolicy', () => {
      if (text === undefined) throw awsError('NoSuchBucketPolicy');
      return { Policy: text };
    });
const targetOf = async (cloud: ReturnType<typeof cloudWith>) => Object(await remedy.observe(cloud.reader(site))).target;

test('writes to the log bucket of its account and region, under the name of the bucket', () => {
  expect(enableLogging.from({ type: 'AWS::S3::Bucket', id: 'orders', ...site })).toEqual([{ bucket: 'orders', target }]);
  expect(remedy.fix({ target: 'ready' })).toMatchObject([
    { input: { BucketLoggingStatus: { LoggingEnabled: { TargetBucket: target, TargetPrefix: 'orders/' } } } },
  ]);
});

test('a log that goes anywhere else is a log too, and the log bucket needs none', () => {
  expect(remedy.wrong({ target: 'ready', log: { bucket: 'elsewhere', prefix: '' } })).toBeUndefined();
  expect(enableLogging.with({ bucket: target, target }).wrong({ target: 'ready' })).toBeUndefined();
  expect(remedy.wrong({ target: 'ready' })).toBeDefined();
});

test('knows a bucket that log delivery may write to, by policy or by ACL', async () => {
  expect(await targetOf(cloudWith(policy(delivery)))).toBe('ready');
  expect(await targetOf(cloudWith(undefined, 'WRITE', 'READ_ACP'))).toBe('ready');
  expect(await targetOf(cloudWith(undefined, 'WRITE'))).toBe('closed');
  expect(await targetOf(cloudWith(policy({ ...delivery, Effect: 'Deny' })))).toBe('closed');
  expect(await targetOf(cloudWith(policy({ ...delivery, Action: 's3:GetObject' })))).toBe('closed');
});

test.each([
  ['ready', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::orders' }, StringEquals: { 'aws:SourceAccount': '123456789012' } } }],
  ['ready', { Resource: `arn:aws:s3:::${target}/*`, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } } }],
  ['closed', { Condition: { ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::invoices', 'arn:aws:s3:::reports'] } } }],
  ['closed', { Condition: { StringEquals: { 'aws:SourceAccount': '210987654321' } } }],
  ['closed', { Condition: { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } } }],
  ['closed', { Resource: `arn:aws:s3:::${target}/invoices/*` }],
])('the log bucket is %s for this very bucket where its policy says %j', async (ready, more) =>
  expect(await targetOf(cloudWith(policy({ ...delivery, ...more })))).toBe(ready),
);

test('what the log bucket denies counts more than what it allows', async () => {
  const denying = (Condition: object): string =>
    JSON.stringify({ Statement: [delivery, { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition }] });
  expect(await targetOf(cloudWith(denying({ Bool: { 'aws:SecureTransport': 'false' } })))).toBe('ready');
  expect(await targetOf(cloudWith(denying({ StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } })))).toBe('closed');
});

test('refuses where there is no such bucket, or it is closed', async () => {
  const cloud = cloudWith(undefined).on('s3', 'getBucketAcl', () => {
    throw awsError('NoSuchBucket', { code: 'no-such-resource' });
  });
  expect(await targetOf(cloud)).toBe('missing');
  expect(remedy.refuses({ target: 'missing' })).toMatch(/no bucket access-logs/);
  expect(remedy.refuses({ target: 'closed' })).toMatch(/lets logging.s3.amazonaws.com write its log there/);
});

test('the bucket itself being gone is not called healthy', async () => {
  const cloud = cloudWith(undefined).on('s3', 'getBucketLogging', () => {
    throw awsError('NoSuchBucket', { code: 'no-such-resource' });
  });
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});
