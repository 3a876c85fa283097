import type { Call } from '#domain/call.ts';
import { call, type Reader } from '#ports/cloud.ts';

/** The policy of a bucket as AWS gives it; nothing when it has none. Throws `no-such-resource` when there is no such bucket. */
export async function bucketPolicy(reader: Reader, bucket: string): Promise<string | undefined> {
  const found = await reader.find('s3', 'getBucketPolicy', { Bucket: bucket }, ['NoSuchBucketPolicy']);
  return found?.Policy === '' ? undefined : found?.Policy;
}

/** Writes the policy of a bucket, or deletes it where none is left. */
export const putPolicy = (bucket: string, policy: string | undefined): Call =>
  policy === undefined
    ? call('s3', 'deleteBucketPolicy', { Bucket: bucket })
    : call('s3', 'putBucketPolicy', { Bucket: bucket, Policy: policy });
