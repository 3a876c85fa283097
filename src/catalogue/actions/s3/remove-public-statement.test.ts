import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { removePublicStatement } from './remove-public-statement.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = removePublicStatement.with({ bucket: 'orders' });
const open = { Sid: 'open', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' };
const cdn = {
  Sid: 'cdn',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::orders/*',
};
const of = (...Statement: readonly object[]) => ({
  policy: JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 2),
  restricted: false,
  website: false,
});

test('takes out what lets everyone in and leaves CloudFront and its bytes', () => {
  expect(remedy.wrong(of(cdn, open))).toBe('open lets everyone call s3:GetObject');
  const [put] = remedy.fix(of(cdn, open));
  expect(put?.operation).toBe('putBucketPolicy');
  expect(JSON.parse(Object(put?.input).Policy).Statement).toEqual([cdn]);
  expect(remedy.wrong(of(cdn))).toBeUndefined();
});

test('deletes the policy when nothing else is in it, and brings it back to the byte', () => {
  const state = of(open);
  expect(remedy.fix(state)).toMatchObject([{ operation: 'deleteBucketPolicy' }]);
  expect(remedy.undo(state, remedy.after(state))).toMatchObject([{ operation: 'putBucketPolicy', input: { Policy: state.policy } }]);
});

test('a policy that the block of the bucket holds back lets nobody in', () => {
  expect(remedy.wrong({ ...of(open), restricted: true })).toBeUndefined();
  expect(remedy.fix({ ...of(open), restricted: true })).toEqual([]);
});

test('leaves a website and a condition that may narrow it to a person', () => {
  expect(remedy.refuses({ ...of(open), website: true })).toMatch(/website/);
  const referred = { ...open, Condition: { StringLike: { 'aws:Referer': 'https://shop.example/*' } } };
  expect(remedy.wrong(of(referred))).toBeDefined();
  expect(remedy.refuses(of(referred))).toMatch(/aws:Referer may be meant to narrow it/);
});

test('what somebody added since stays when it is rolled back', () => {
  const since = of(cdn, { ...cdn, Sid: 'later' });
  const [put] = remedy.undo(of(open, cdn), since);
  expect(JSON.parse(Object(put?.input).Policy).Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['cdn', 'later', 'open']);
});

test('a bucket without policy and block is in order, one that is gone is not called healthy', async () => {
  const none = (name: string) => () => {
    throw awsError(name, name === 'NoSuchBucket' ? { code: 'no-such-resource' } : {});
  };
  const cloud = scriptedCloud()
    .on('s3', 'getBucketPolicy', none('NoSuchBucketPolicy'))
    .on('s3', 'getPublicAccessBlock', none('NoSuchPublicAccessBlockConfiguration'))
    .on('s3', 'getBucketWebsite', none('NoSuchWebsiteConfiguration'));
  expect(remedy.wrong(await remedy.observe(cloud.reader(site)))).toBeUndefined();
  cloud.on('s3', 'getBucketPolicy', none('NoSuchBucket'));
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});
