import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import type { ResourceRef, Site } from '#domain/resource-ref.ts';
import { awsError, type ScriptedCloud, scriptedCloud } from './scripted-cloud.ts';

/** One bucket of the small world. */
interface WorldBucket {
  block: PublicAccessBlockConfiguration | undefined;
  website: boolean;
  tags: Record<string, string>;
}

export interface BucketWorld {
  readonly cloud: ScriptedCloud;
  readonly site: Site;
  /** By name, `bucket-0001` onwards; tests read and change them as they like. */
  readonly buckets: Map<string, WorldBucket>;
  readonly ref: (name: string) => ResourceRef;
}

export const closedBlock: Readonly<Required<PublicAccessBlockConfiguration>> = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

const home: Site = { partition: 'aws', account: '123456789012', region: 'us-east-1' };

/** `count` private buckets on a scripted cloud, enough for `s3.block-public-access` to run from end to end without AWS. */
export function bucketWorld(count: number, site: Site = home): BucketWorld {
  const names = Array.from({ length: count }, (_, index) => `bucket-${String(index + 1).padStart(4, '0')}`);
  const buckets = new Map<string, WorldBucket>(names.map((name) => [name, { block: { ...closedBlock }, website: false, tags: {} }]));
  const bucket = (name: string | undefined): WorldBucket => {
    const found = buckets.get(name ?? '');
    if (found === undefined) throw awsError('NoSuchBucket', { code: 'no-such-resource' });
    return found;
  };

  const cloud = scriptedCloud()
    .on('s3', 'listBuckets', () => ({ Buckets: [...buckets.keys()].map((Name) => ({ Name, BucketRegion: site.region })) }))
    .on('s3', 'getBucketTagging', ({ Bucket }) => {
      const TagSet = Object.entries(bucket(Bucket).tags).map(([Key, Value]) => ({ Key, Value }));
      return { TagSet: present(TagSet.length === 0 ? undefined : TagSet, 'NoSuchTagSet') };
    })
    .on('s3', 'getBucketWebsite', ({ Bucket }) =>
      present(bucket(Bucket).website ? { IndexDocument: { Suffix: 'index.html' } } : undefined, 'NoSuchWebsiteConfiguration'),
    )
    .on('s3', 'getPublicAccessBlock', ({ Bucket }) => ({
      PublicAccessBlockConfiguration: present(bucket(Bucket).block, 'NoSuchPublicAccessBlockConfiguration'),
    }))
    .on('s3', 'putPublicAccessBlock', ({ Bucket, PublicAccessBlockConfiguration: given }) => {
      const { BlockPublicAcls = false, IgnorePublicAcls = false, BlockPublicPolicy = false, RestrictPublicBuckets = false } = given ?? {};
      bucket(Bucket).block = { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets };
      return {};
    })
    .on('s3', 'deletePublicAccessBlock', ({ Bucket }) => {
      bucket(Bucket).block = undefined;
      return {};
    });

  const { partition, account, region } = site;
  const ref = (name: string): ResourceRef => ({
    type: 'AWS::S3::Bucket',
    id: name,
    arn: `arn:${partition}:s3:::${name}`,
    partition,
    account,
    region,
  });
  return { cloud, site, buckets, ref };
}

/** What is configured, or the error by which S3 says that nothing is. */
function present<T>(value: T | undefined, otherwise: string): T {
  if (value === undefined) throw awsError(otherwise);
  return value;
}
