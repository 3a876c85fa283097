import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { blockPublicAccess } from './block-public-access.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const remedy = blockPublicAccess.with({ bucket: 'orders' });

test('names the flags that are off', () => {
  expect(remedy.wrong({ website: false, block: { ...closed, BlockPublicPolicy: false } })).toBe('BlockPublicPolicy is off');
  expect(remedy.wrong({ website: false })).toBe('the bucket has no public access block');
  expect(remedy.wrong({ website: false, block: closed })).toBeUndefined();
});

test('leaves the bucket of a website to a person', () => {
  expect(remedy.refuses({ website: true })).toMatch(/website/);
  expect(remedy.refuses({ website: false })).toBeUndefined();
});

test('undoes by deleting a block that was not there, and by putting back one that was', () => {
  const healed = { website: false, block: closed };
  const half = { ...closed, IgnorePublicAcls: false };
  expect(remedy.undo({ website: false }, healed)).toMatchObject([{ operation: 'deletePublicAccessBlock' }]);
  expect(remedy.undo({ website: false, block: half }, healed)).toMatchObject([{ input: { PublicAccessBlockConfiguration: half } }]);
});

test('takes flags that AWS does not mention as off', async () => {
  const cloud = scriptedCloud()
    .on('s3', 'getPublicAccessBlock', () => ({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }))
    .on('s3', 'getBucketWebsite', () => {
      throw awsError('NoSuchWebsiteConfiguration');
    });
  const state = await remedy.observe(cloud.reader(site));
  expect(remedy.wrong(state)).toBe('IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets are off');
});

test('asks whether it serves a website only of a bucket that has to be closed', async () => {
  const cloud = scriptedCloud().on('s3', 'getPublicAccessBlock', () => ({ PublicAccessBlockConfiguration: closed }));
  expect(await remedy.observe(cloud.reader(site))).toEqual({ block: closed });
  expect(cloud.counts().reads).toBe(1);
});

test('one that became a website since it was planned is not as planned', () => {
  expect(remedy.comparable({ website: true })).not.toEqual(remedy.comparable({ website: false }));
});

test('lists the buckets of its own region only, with one request', async () => {
  const cloud = scriptedCloud().on('s3', 'listBuckets', ({ BucketRegion }) => ({
    Buckets:
      BucketRegion === site.region ? [{ Name: 'here', BucketRegion }, { Name: 'there', BucketRegion: 'us-east-1' }, { Name: 'old' }] : [],
  }));
  const buckets = await blockPublicAccess.list(cloud.reader(site));
  expect(buckets.map(({ id }) => id)).toEqual(['here', 'old']);
  expect(cloud.counts().reads).toBe(1);
});
