import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** Every bucket whose home is the reader's region: AWS lists only those when it is asked for a region, and says of each where it is (API reference of ListBuckets). */
export async function listBuckets(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { Buckets = [] } = await reader.read('s3', 'listBuckets', { BucketRegion: region });
  return Buckets.flatMap(({ Name: id, BucketRegion: home = region }) =>
    id === undefined || home !== region
      ? []
      : [{ type: 'AWS::S3::Bucket', id, arn: `arn:${partition}:s3:::${id}`, partition, account, region }],
  );
}

export async function bucketTags(reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> {
  const answer = await reader.find('s3', 'getBucketTagging', { Bucket: id }, ['NoSuchTagSet']);
  return Object.fromEntries((answer?.TagSet ?? []).map(({ Key, Value }) => [Key, Value ?? '']));
}

/** Does the bucket serve a website? Then being public is its purpose. */
export const servesWebsite = async (reader: Reader, bucket: string): Promise<boolean> =>
  (await reader.find('s3', 'getBucketWebsite', { Bucket: bucket }, ['NoSuchWebsiteConfiguration'])) !== undefined;
