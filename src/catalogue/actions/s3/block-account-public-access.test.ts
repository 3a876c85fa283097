import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { blockAccountPublicAccess } from './block-account-public-access.ts';

const account = '123456789012';
const site = { partition: 'aws', account, region: 'global' };
const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const remedy = blockAccountPublicAccess.with({ account });

/** What S3 answers when it is asked for the website of each bucket. */
const cloudWith = (buckets: { readonly [name: string]: string }) =>
  scriptedCloud()
    .on('s3control', 'getPublicAccessBlock', () => {
      throw awsError('NoSuchPublicAccessBlockConfiguration');
    })
    .on('s3', 'listBuckets', () => ({ Buckets: Object.keys(buckets).map((Name) => ({ Name })) }))
    .on('s3', 'getBucketWebsite', ({ Bucket = '' }) => {
      const answer = buckets[Bucket] ?? '';
      if (answer !== 'website') throw awsError(answer, answer === 'NoSuchBucket' ? { code: 'no-such-resource' } : {});
      return { IndexDocument: { Suffix: 'index.html' } };
    });
const state = { websites: [], unseen: 0 };

test('names the flags that are off', () => {
  expect(remedy.wrong(state)).toBe('the account has no public access block');
  expect(remedy.wrong({ ...state, block: { ...closed, IgnorePublicAcls: false } })).toBe('IgnorePublicAcls is off for the account');
  expect(remedy.wrong({ ...state, block: closed })).toBeUndefined();
});

test('asks every bucket, and leaves an account with a website to a person', async () => {
  const seen = await remedy.observe(cloudWith({ www: 'website', orders: 'NoSuchWebsiteConfiguration', gone: 'NoSuchBucket' }).reader(site));
  expect(seen).toEqual({ websites: ['www'], unseen: 0 });
  expect(remedy.refuses(seen)).toMatch(/purpose of www/);
});

test('takes a bucket of another region as unseen, not as one without a website', async () => {
  const seen = await remedy.observe(cloudWith({ far: 'PermanentRedirect', farther: 'AuthorizationHeaderMalformed' }).reader(site));
  expect(remedy.refuses(seen)).toMatch(/^2 buckets in other regions/);
});

test('a bucket that may not be asked stops it', async () => {
  await expect(remedy.observe(cloudWith({ orders: 'AccessDenied' }).reader(site))).rejects.toThrow('AccessDenied');
});

test('undoes by deleting a block that was not there, and by putting back one that was', () => {
  const healed = { ...state, block: closed };
  expect(remedy.undo(state, healed)).toMatchObject([{ operation: 'deletePublicAccessBlock', input: { AccountId: account } }]);
  const half = { ...closed, BlockPublicPolicy: false };
  expect(remedy.undo({ ...state, block: half }, healed)).toMatchObject([{ input: { PublicAccessBlockConfiguration: half } }]);
});
