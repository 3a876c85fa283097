import { allBucketsBut, makeBucket } from './buckets.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

interface Statement {
  readonly Sid: string;
  readonly [member: string]: unknown;
}
const policy = (...Statement: readonly Statement[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const open = (bucket: string): Statement => ({
  Sid: 'open',
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: `arn:aws:s3:::${bucket}/*`,
});
const partner = (bucket: string): Statement => ({
  Sid: 'partner',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::210987654321:root' },
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
});

const tls = (bucket: string): Statement => ({
  ...open(bucket),
  Sid: 'tls',
  Effect: 'Deny',
  Action: 's3:*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** All buckets, and of the broken one the statements that are not for everyone. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const Bucket = text(params, 'bucket');
  const { Policy = '{}' } = Object(await told(clients.s3.getBucketPolicy({ Bucket })));
  const { Statement = [] } = JSON.parse(Policy) as { readonly Statement?: readonly Statement[] };
  const others = Statement.filter(({ Sid }) => !Sid.startsWith('open'));
  return [await allBucketsBut(clients, Bucket, 'policy'), JSON.parse(JSON.stringify(others))];
};
const opening =
  (statements: (bucket: string) => readonly Statement[]): Variant['break'] =>
  ({ s3 }: Clients, params) =>
    s3.putBucketPolicy({ Bucket: text(params, 'bucket'), Policy: policy(...statements(text(params, 'bucket'))) });

export const variants: readonly Variant[] = [
  {
    title: 'everyone may read a bucket that had no policy, beside a website that is public',
    async setUp(clients) {
      const [bucket, Bucket] = [await makeBucket(clients, 'orders'), await makeBucket(clients, 'www')];
      await clients.s3.putBucketWebsite({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } });
      await clients.s3.putBucketPolicy({ Bucket, Policy: policy(open(Bucket)) });
      return { bucket };
    },
    break: opening((bucket) => [open(bucket)]),
    neighbours,
  },
  {
    title: 'everyone may read and write a bucket that a partner reads',
    async setUp(clients) {
      const Bucket = await makeBucket(clients, 'exchange');
      await clients.s3.putBucketPolicy({ Bucket, Policy: policy(partner(Bucket)) });
      await clients.s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'owner', Value: 'shop' }] } });
      return { bucket: Bucket };
    },
    break: opening((bucket) => [open(bucket), partner(bucket), { ...open(bucket), Sid: 'open-too', Action: 's3:PutObject' }]),
    neighbours,
  },
  {
    title: 'half a block is on, and a Deny without TLS must stay',
    async setUp(clients) {
      const Bucket = await makeBucket(clients, 'reports');
      await clients.s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true } });
      await clients.s3.putObject({ Bucket, Key: 'one', Body: 'one' });
      await clients.s3.putBucketPolicy({ Bucket, Policy: policy(tls(Bucket)) });
      return { bucket: Bucket };
    },
    break: opening((bucket) => [tls(bucket), { ...open(bucket), Principal: { AWS: '*' } }]),
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
