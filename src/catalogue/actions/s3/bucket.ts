import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** Every bucket whose home is the reader's region. */
export async function listBuckets(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { Buckets = [] } = await reader.read('s3', 'listBuckets', { BucketRegion: region });
  const here = await Promise.all(
    Buckets.map(async ({ Name: id, BucketRegion }) => {
      if (id === undefined || (BucketRegion ?? (await homeOf(reader, id))) !== region) return [];
      return [{ type: 'AWS::S3::Bucket', id, arn: `arn:${partition}:s3:::${id}`, partition, account, region }];
    }),
  );
  return here.flat();
}

/** For endpoints that do not tell a bucket's region when listing; the two oldest regions have other names there (API reference of GetBucketLocation). */
async function homeOf(reader: Reader, bucket: string): Promise<string> {
  const { LocationConstraint: place } = await reader.read('s3', 'getBucketLocation', { Bucket: bucket });
  return place === 'EU' ? 'eu-west-1' : (place ?? 'us-east-1');
}

export async function bucketTags(reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> {
  const answer = await reader.find('s3', 'getBucketTagging', { Bucket: id }, ['NoSuchTagSet']);
  return Object.fromEntries((answer?.TagSet ?? []).map(({ Key, Value }) => [Key, Value ?? '']));
}

/** Does the bucket serve a website? Then being public is its purpose. */
export const servesWebsite = async (reader: Reader, bucket: string): Promise<boolean> =>
  (await reader.find('s3', 'getBucketWebsite', { Bucket: bucket }, ['NoSuchWebsiteConfiguration'])) !== undefined;
