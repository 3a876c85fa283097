import { allBucketsBut, makeBucket } from './buckets.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const remove: Variant['break'] = ({ s3 }, params) => s3.deleteBucket({ Bucket: text(params, 'bucket') });
/** Every other bucket; what is in the log bucket grows with every call. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const logs = `access-logs-${clients.site.account}-${clients.site.region}`;
  const { [text(params, 'bucket')]: _, ...others } = Object(await allBucketsBut(clients, logs, 'objects'));
  return others;
};

async function everySetting(clients: Clients): Promise<string> {
  const { s3 } = clients;
  const [Bucket, TargetBucket] = [await makeBucket(clients, 'orders'), await makeBucket(clients, 'access-logs')];
  const allow = (Principal: object, target: string) => ({
    Effect: 'Allow',
    Principal,
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${target}/*`,
  });
  const policy = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2);
  await s3.putBucketPolicy({ Bucket: TargetBucket, Policy: policy(allow({ Service: 'logging.s3.amazonaws.com' }, TargetBucket)) });
  await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'environment', Value: 'staging' }] } });
  await s3.putBucketOwnershipControls({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } });
  await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true } });
  await s3.putBucketEncryption({
    Bucket,
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }],
    },
  });
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  await s3.putBucketLifecycleConfiguration({
    Bucket,
    LifecycleConfiguration: {
      Rules: [{ ID: 'old', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, NoncurrentVersionExpiration: { NoncurrentDays: 30 } }],
    },
  });
  await s3.putBucketLogging({ Bucket, BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix: 'orders/' } } });
  await s3.putBucketPolicy({ Bucket, Policy: policy(allow({ AWS: 'arn:aws:iam::210987654321:root' }, Bucket)) });
  return Bucket;
}

export const variants: readonly Variant[] = [
  {
    title: 'a bucket with every setting is deleted',
    setUp: async (clients) => ({ bucket: await everySetting(clients), deleted: true }),
    break: remove,
    neighbours,
  },
  {
    title: 'a bucket with versions only is deleted, beside one with objects',
    async setUp(clients) {
      const [Bucket, beside] = [await makeBucket(clients, 'archive'), await makeBucket(clients, 'invoices')];
      await clients.s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
      await clients.s3.putObject({ Bucket: beside, Key: 'one', Body: 'one' });
      return { bucket: Bucket, deleted: true };
    },
    break: remove,
    neighbours,
  },
  {
    title: 'a tagged bucket with a block is deleted, and made again by nobody',
    async setUp(clients) {
      const Bucket = await makeBucket(clients, 'reports');
      await clients.s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true } });
      await clients.s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'owner', Value: 'shop' }] } });
      return { bucket: Bucket, deleted: true };
    },
    break: remove,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing-here', says: 'the bucket is gone, and its settings were never recorded' };
