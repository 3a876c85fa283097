import { allBucketsBut, makeBucket } from './buckets.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allBucketsBut(clients, text(params, 'bucket'), 'versioning');
const suspend: Variant['break'] = ({ s3 }, params) =>
  s3.putBucketVersioning({ Bucket: text(params, 'bucket'), VersioningConfiguration: { Status: 'Suspended' } });

export const variants: readonly Variant[] = [
  {
    title: 'the versioning of a bucket with objects and tags is suspended, beside one without versions',
    async setUp(clients) {
      const Bucket = await makeBucket(clients, 'orders');
      await makeBucket(clients, 'scratch');
      await clients.s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
      await clients.s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'owner', Value: 'shop' }] } });
      for (const Body of ['one', 'two']) await clients.s3.putObject({ Bucket, Key: 'a', Body });
      return { bucket: Bucket };
    },
    break: suspend,
    neighbours,
  },
  {
    title: 'a bucket never had versions, and has a block and encryption',
    async setUp(clients) {
      const Bucket = await makeBucket(clients, 'invoices');
      await clients.s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }];
      await clients.s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
      return { bucket: Bucket };
    },
    break: async () => {},
    neighbours,
  },
  {
    title: 'the versioning of a bucket with a policy is suspended beside one that keeps versions',
    async setUp(clients) {
      const [bucket, Bucket] = [await makeBucket(clients, 'archive'), await makeBucket(clients, 'backup')];
      await clients.s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
      const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: `arn:aws:s3:::${bucket}` }];
      await clients.s3.putBucketPolicy({ Bucket: bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
      return { bucket };
    },
    break: suspend,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
