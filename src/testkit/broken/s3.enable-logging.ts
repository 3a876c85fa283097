import { allBucketsBut, makeBucket } from './buckets.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

/** The log bucket, which takes what log delivery writes. */
async function logBucket(clients: Clients): Promise<string> {
  const Bucket = await makeBucket(clients, 'access-logs');
  const delivery = {
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${Bucket}/*`,
  };
  await clients.s3.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [delivery] }) });
  return Bucket;
}
const log = ({ s3 }: Clients, Bucket: string, TargetBucket: string, TargetPrefix: string): Promise<unknown> =>
  s3.putBucketLogging({ Bucket, BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix } } });
const disable: Variant['break'] = ({ s3 }, params) => s3.putBucketLogging({ Bucket: text(params, 'bucket'), BucketLoggingStatus: {} });

/** All buckets, and where the others write their logs; what is in the log bucket grows with every look. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const { Buckets = [] } = await clients.s3.listBuckets({});
  const others = Buckets.flatMap(({ Name = '' }) => (Name.includes(clients.site.account) && Name !== params.bucket ? [Name] : []));
  const logs = others.map(async (Bucket) => [Bucket, await told(clients.s3.getBucketLogging({ Bucket }))]);
  return [await allBucketsBut(clients, text(params, 'target'), 'objects'), Object.fromEntries(await Promise.all(logs))];
};

export const variants: readonly Variant[] = [
  {
    title: 'the log of a tagged bucket is switched off, beside one that logs',
    async setUp(clients) {
      const target = await logBucket(clients);
      const [Bucket, beside] = [await makeBucket(clients, 'orders'), await makeBucket(clients, 'invoices')];
      await log(clients, Bucket, target, `${Bucket}/`);
      await log(clients, beside, target, 'invoices-');
      await clients.s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'owner', Value: 'shop' }] } });
      return { bucket: Bucket, target };
    },
    break: disable,
    neighbours,
  },
  {
    title: 'a bucket with objects and versions never had a log',
    async setUp(clients) {
      const target = await logBucket(clients);
      const Bucket = await makeBucket(clients, 'archive');
      await clients.s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
      await clients.s3.putObject({ Bucket, Key: 'one', Body: 'one' });
      return { bucket: Bucket, target };
    },
    break: async () => {},
    neighbours,
  },
  {
    title: 'a log that went to another bucket is switched off, and the log bucket takes it by its ACL',
    async setUp(clients) {
      const target = await makeBucket(clients, 'access-logs');
      const { Owner, Grants = [] } = await clients.s3.getBucketAcl({ Bucket: target });
      const Grantee = { Type: 'Group' as const, URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' };
      const more = (['WRITE', 'READ_ACP'] as const).map((Permission) => ({ Grantee, Permission }));
      await clients.s3.putBucketAcl({ Bucket: target, AccessControlPolicy: { Owner, Grants: [...Grants, ...more] } });
      const bucket = await makeBucket(clients, 'reports');
      await log(clients, bucket, target, 'old-');
      return { bucket, target };
    },
    break: disable,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
