import { allBucketsBut, makeBucket } from './buckets.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const encrypt = ({ s3 }: Clients, Bucket: string, SSEAlgorithm: 'AES256' | 'aws:kms', KMSMasterKeyID?: string) =>
  s3.putBucketEncryption({
    Bucket,
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID }, BucketKeyEnabled: SSEAlgorithm === 'aws:kms' }],
    },
  });
const remove: Variant['break'] = ({ s3 }, params) => s3.deleteBucketEncryption({ Bucket: text(params, 'bucket') });
const neighbours: Variant['neighbours'] = (clients, params) => allBucketsBut(clients, text(params, 'bucket'), 'encryption');

export const variants: readonly Variant[] = [
  {
    title: 'the encryption of a bucket is deleted, beside one that keeps its own',
    async setUp(clients) {
      const [bucket, beside] = [await makeBucket(clients, 'orders'), await makeBucket(clients, 'invoices')];
      await encrypt(clients, bucket, 'AES256');
      await encrypt(clients, beside, 'aws:kms', 'alias/invoices');
      return { bucket, minimum: 'AES256' };
    },
    break: remove,
    neighbours,
  },
  {
    title: 'a bucket that must use KMS is put back to SSE-S3',
    async setUp(clients) {
      const bucket = await makeBucket(clients, 'payroll');
      await encrypt(clients, bucket, 'aws:kms');
      await clients.s3.putBucketTagging({ Bucket: bucket, Tagging: { TagSet: [{ Key: 'data', Value: 'personal' }] } });
      return { bucket, minimum: 'aws:kms' };
    },
    break: (clients, params) => encrypt(clients, text(params, 'bucket'), 'AES256'),
    neighbours,
  },
  {
    title: 'the encryption of a versioned bucket with a block is deleted',
    async setUp(clients) {
      const Bucket = await makeBucket(clients, 'archive');
      await encrypt(clients, Bucket, 'AES256');
      await clients.s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
      await clients.s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
      return { bucket: Bucket, minimum: 'AES256' };
    },
    break: remove,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
