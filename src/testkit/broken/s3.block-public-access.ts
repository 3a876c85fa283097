import { allBucketsBut, makeBucket } from './buckets.ts';
import { type Absent, text, type Variant } from './variant.ts';

const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const neighbours: Variant['neighbours'] = (clients, params) => allBucketsBut(clients, text(params, 'bucket'), 'block');

export const variants: readonly Variant[] = [
  {
    title: 'the block of a tagged, versioned bucket is deleted',
    async setUp(clients) {
      const [Bucket, beside] = [await makeBucket(clients, 'orders'), await makeBucket(clients, 'invoices')];
      await clients.s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: closed });
      await clients.s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'owner', Value: 'shop' }] } });
      await clients.s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
      await clients.s3.putObject({ Bucket: beside, Key: 'one', Body: 'one' });
      return { bucket: Bucket };
    },
    break: ({ s3 }, params) => s3.deletePublicAccessBlock({ Bucket: text(params, 'bucket') }),
    neighbours,
  },
  {
    title: 'two of the four flags are turned off, beside a website',
    async setUp(clients) {
      const [bucket, site] = [await makeBucket(clients, 'reports'), await makeBucket(clients, 'www')];
      await clients.s3.putBucketWebsite({ Bucket: site, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } });
      return { bucket };
    },
    break: ({ s3 }, params) =>
      s3.putPublicAccessBlock({
        Bucket: text(params, 'bucket'),
        PublicAccessBlockConfiguration: { ...closed, BlockPublicPolicy: false, RestrictPublicBuckets: false },
      }),
    neighbours,
  },
  {
    title: 'a bucket with a policy and encryption never had one',
    async setUp(clients) {
      const Bucket = await makeBucket(clients, 'uploads');
      const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: `arn:aws:s3:::${Bucket}` }];
      await clients.s3.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }];
      await clients.s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
      return { bucket: Bucket };
    },
    break: async () => {},
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
