import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import type { DistributionConfig } from './distribution.ts';
import { setDefaultRootObject } from './set-default-root-object.ts';

const site = { partition: 'aws', account: '123456789012', region: 'global' };
const remedy = setDefaultRootObject.with({ distribution: 'E2QWRUHAPOMQZL' });
const origin = { Id: 'a', DomainName: 'docs.s3.eu-west-1.amazonaws.com', OriginPath: '/v2', S3OriginConfig: { OriginAccessIdentity: '' } };
const behaviour = { TargetOriginId: 'a', ViewerProtocolPolicy: 'https-only' } as const;

function observed(more: Partial<DistributionConfig> = {}, keys: readonly string[] | string = ['v2/index.html']) {
  const DistributionConfig = {
    CallerReference: 'a',
    Comment: '',
    Enabled: true,
    Origins: { Quantity: 1, Items: [origin] },
    DefaultCacheBehavior: behaviour,
    ...more,
  };
  const rest = { ARN: 'arn', LastModifiedTime: new Date(0), InProgressInvalidationBatches: 0, DomainName: 'd.cloudfront.net' };
  const cloud = scriptedCloud()
    .on('cloudfront', 'getDistribution', () => ({
      ETag: 'E1',
      Distribution: { Id: 'E2', Status: 'Deployed', ...rest, DistributionConfig },
    }))
    .on('s3', 'listObjectsV2', ({ Bucket, Prefix = '' }) => {
      if (typeof keys === 'string') throw awsError(keys);
      return { Contents: Bucket === 'docs' ? keys.filter((key) => key.startsWith(Prefix)).map((Key) => ({ Key })) : [] };
    });
  return remedy.observe(cloud.reader(site));
}

test('names the index that the bucket has at the path of the origin', async () => {
  const state = await observed();
  expect(remedy.refuses(state)).toBeUndefined();
  expect(remedy.fix(state)).toMatchObject([{ input: { IfMatch: 'E1', DistributionConfig: { DefaultRootObject: 'index.html' } } }]);
});

test.each([
  ['the bucket has only something that begins like it', {}, ['v2/index.html.bak', 'index.html'], /has no v2\/index.html/],
  ['the bucket is in another region', {}, 'PermanentRedirect', /another region/],
  [
    'a website endpoint answers',
    { Origins: { Quantity: 1, Items: [{ ...origin, DomainName: 'docs.s3-website-eu-west-1.amazonaws.com' }] } },
    [],
    /answer for itself/,
  ],
  ['a server answers', { Origins: { Quantity: 1, Items: [{ Id: 'a', DomainName: 'shop.example.com' }] } }, [], /answer for itself/],
  [
    'a function rewrites requests',
    {
      DefaultCacheBehavior: {
        ...behaviour,
        FunctionAssociations: { Quantity: 1, Items: [{ FunctionARN: 'arn', EventType: 'viewer-request' as const }] },
      },
    },
    ['v2/index.html'],
    /function/,
  ],
])('leaves it to a person when %s', async (_, more, keys, why) => {
  expect(remedy.refuses(await observed(more, keys))).toMatch(why);
});

test('undone, it clears only what it set', async () => {
  const before = await observed();
  expect(remedy.undo(before, await observed({ DefaultRootObject: 'home.html' }))).toEqual([]);
  expect(remedy.undo(before, await observed({ DefaultRootObject: 'index.html' }))).toMatchObject([
    { input: { DistributionConfig: { DefaultRootObject: '' } } },
  ]);
});
