import { allBucketsBut, makeBucket } from './buckets.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

interface Statement {
  readonly Sid: string;
  readonly [member: string]: unknown;
}
const policy = (...Statement: readonly Statement[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const tls = (bucket: string, Sid: string): Statement => ({
  Sid,
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});
const partner = (bucket: string): Statement => ({
  Sid: 'partner',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::210987654321:root' },
  Action: 's3:GetObject',
  Resource: `arn:aws:s3:::${bucket}/*`,
});

/** All buckets, and of the broken one the statements that have nothing to do with TLS. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const Bucket = text(params, 'bucket');
  const { Policy = '{}' } = Object(await told(clients.s3.getBucketPolicy({ Bucket })));
  const { Statement = [] } = JSON.parse(Policy) as { readonly Statement?: readonly Statement[] };
  return [await allBucketsBut(clients, Bucket, 'policy'), JSON.parse(JSON.stringify(Statement.filter(({ Sid }) => !/tls/i.test(Sid))))];
};
const writing =
  (statements: (bucket: string) => readonly Statement[]) =>
  ({ s3 }: Clients, Bucket: string): Promise<unknown> =>
    s3.putBucketPolicy({ Bucket, Policy: policy(...statements(Bucket)) });

export const variants: readonly Variant[] = [
  {
    title: 'the whole policy is deleted, beside a bucket with one',
    async setUp(clients) {
      const [bucket, beside] = [await makeBucket(clients, 'orders'), await makeBucket(clients, 'exchange')];
      await writing((name) => [tls(name, 'tls')])(clients, bucket);
      await writing((name) => [partner(name)])(clients, beside);
      return { bucket };
    },
    break: ({ s3 }, params) => s3.deleteBucketPolicy({ Bucket: text(params, 'bucket') }),
    neighbours,
  },
  {
    title: 'the statement is taken out beside the one of a partner, and a website has none',
    async setUp(clients) {
      const [bucket, Bucket] = [await makeBucket(clients, 'reports'), await makeBucket(clients, 'www')];
      await writing((name) => [partner(name), tls(name, 'tls')])(clients, bucket);
      await clients.s3.putBucketWebsite({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } });
      return { bucket };
    },
    break: (clients, params) => writing((name) => [partner(name)])(clients, text(params, 'bucket')),
    neighbours,
  },
  {
    title: 'our statement is weakened until it covers the objects only',
    async setUp(clients) {
      const Bucket = await makeBucket(clients, 'invoices');
      await writing((name) => [tls(name, 'SelfhealRequireTls'), partner(name)])(clients, Bucket);
      await clients.s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'owner', Value: 'shop' }] } });
      return { bucket: Bucket };
    },
    break: (clients, params) =>
      writing((name) => [{ ...tls(name, 'SelfhealRequireTls'), Resource: `arn:aws:s3:::${name}/*` }, partner(name)])(
        clients,
        text(params, 'bucket'),
      ),
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
