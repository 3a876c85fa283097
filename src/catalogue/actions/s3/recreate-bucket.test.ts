import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { recreateBucket } from './recreate-bucket.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = recreateBucket.with({ bucket: 'orders', deleted: true });
const policy = '{"Version":"2012-10-17","Statement":[]}';
const recorded = { settings: { versioning: 'Enabled', policy }, tags: { owner: 'shop', 'aws:cloudformation:stack-name': 'shop' } };
const gone = { region: 'eu-west-1', recorded };
const bare = { ...gone, settings: {}, tags: {} };

test('makes the bucket in its region, then marks and tags it, then brings its settings back', () => {
  expect(remedy.fix(gone)).toEqual([
    {
      service: 's3',
      operation: 'createBucket',
      input: { Bucket: 'orders', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } },
    },
  ]);
  const calls = remedy.fix(remedy.after(gone));
  expect(calls.map(({ operation }) => operation)).toEqual(['putBucketTagging', 'putBucketVersioning', 'putBucketPolicy']);
  expect(calls[0]?.input).toMatchObject({
    Tagging: {
      TagSet: [
        { Key: 'owner', Value: 'shop' },
        { Key: 'selfheal:recreated', Value: 'true' },
      ],
    },
  });
  expect(remedy.fix({ ...gone, region: 'us-east-1' })).toMatchObject([{ input: { Bucket: 'orders' } }]);
});

test('names what a bucket still lacks, whatever AWS gave it by default', () => {
  const young = { ...bare, settings: { block: { BlockPublicAcls: true }, encryption: { Rules: [] } } };
  expect(remedy.wrong(young)).toBe('the bucket that was made again lacks tags, versioning, policy');
  const half = { ...bare, settings: { versioning: 'Enabled' }, tags: { owner: 'shop', 'selfheal:recreated': 'true' } };
  expect(remedy.wrong(half)).toBe('the bucket that was made again lacks policy');
  expect(remedy.wrong({ ...half, settings: { versioning: 'Enabled', policy: ` ${policy}` } })).toBeUndefined();
});

test('a bucket that somebody else made again, and set up, is theirs', () => {
  expect(remedy.wrong({ ...bare, tags: { owner: 'somebody' } })).toBeUndefined();
  expect(remedy.wrong({ ...bare, settings: { versioning: 'Suspended' } })).toBeUndefined();
});

test('a bucket that was never away is left alone, whatever it lacks', () => {
  expect(recreateBucket.with({ bucket: 'orders', deleted: false }).wrong(bare)).toBeUndefined();
});

test('without a record only a person can help', () => {
  expect(remedy.wrong({ region: 'eu-west-1' })).toBe('the bucket is gone, and its settings were never recorded');
  expect(remedy.refuses({ region: 'eu-west-1' })).toMatch(/nobody knows how it was set up/);
});

test('a name that another account has taken meanwhile is neither gone nor healthy', async () => {
  const cloud = scriptedCloud({ recorded: () => recorded }).on('s3', 'getBucketVersioning', () => {
    throw awsError('AccessDenied', { code: 'access-denied' });
  });
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'access-denied' });
  cloud.on('s3', 'getBucketVersioning', () => {
    throw awsError('NoSuchBucket', { code: 'no-such-resource' });
  });
  expect(remedy.wrong(await remedy.observe(cloud.reader(site)))).toBe('the bucket is gone');
});

test('rolled back by a person, the empty bucket is deleted', () => {
  expect(remedy.undo(gone, bare)).toMatchObject([{ operation: 'deleteBucket' }]);
  expect(remedy.undo(bare, bare)).toEqual([]);
});

test('records a bucket without what it cannot bring back, and not its objects', async () => {
  const none = (name: string) => () => {
    throw awsError(name);
  };
  const fixed = { ID: 'once', Status: 'Enabled' as const, Filter: { Prefix: '' }, Expiration: { Date: new Date(0) } };
  const cloud = scriptedCloud()
    .on('s3', 'getBucketVersioning', () => ({ Status: 'Enabled' as const }))
    .on('s3', 'getBucketOwnershipControls', none('OwnershipControlsNotFoundError'))
    .on('s3', 'getPublicAccessBlock', none('NoSuchPublicAccessBlockConfiguration'))
    .on('s3', 'getBucketEncryption', none('ServerSideEncryptionConfigurationNotFoundError'))
    .on('s3', 'getBucketLifecycleConfiguration', () => ({ Rules: [fixed] }))
    .on('s3', 'getBucketLogging', () => ({}))
    .on('s3', 'getBucketPolicy', none('NoSuchBucketPolicy'))
    .on('s3', 'getBucketTagging', none('NoSuchTagSet'));
  expect(await remedy.observe(cloud.reader(site))).toEqual({ region: 'eu-west-1', settings: { versioning: 'Enabled' }, tags: {} });
});
