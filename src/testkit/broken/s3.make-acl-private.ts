import type { Grant } from '@aws-sdk/client-s3';
import { allBucketsBut, makeBucket } from './buckets.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const group = (name: string, Permission: Grant['Permission']): Grant => ({
  Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/${name}` },
  Permission,
});
const partner: Grant = {
  Grantee: { Type: 'CanonicalUser', ID: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' },
  Permission: 'READ',
};

async function addGrants({ s3 }: Clients, Bucket: string, more: readonly Grant[]): Promise<void> {
  const { Owner, Grants = [] } = await s3.getBucketAcl({ Bucket });
  await s3.putBucketAcl({ Bucket, AccessControlPolicy: { Owner, Grants: [...Grants, ...more] } });
}
/** All buckets, and of the broken one the grants that name somebody. */
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const Bucket = text(params, 'bucket');
  const { Owner, Grants = [] } = await clients.s3.getBucketAcl({ Bucket });
  const named = Grants.filter(({ Grantee }) => Grantee?.URI?.includes('/global/') !== true);
  return [await allBucketsBut(clients, Bucket, 'acl'), JSON.parse(JSON.stringify({ Owner, named }))];
};

export const variants: readonly Variant[] = [
  {
    title: 'everyone may read, beside a public website',
    async setUp(clients) {
      const [bucket, site] = [await makeBucket(clients, 'orders'), await makeBucket(clients, 'www')];
      await clients.s3.putBucketAcl({ Bucket: site, ACL: 'public-read' });
      await clients.s3.putBucketWebsite({ Bucket: site, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } });
      return { bucket };
    },
    break: ({ s3 }, params) => s3.putBucketAcl({ Bucket: text(params, 'bucket'), ACL: 'public-read' }),
    neighbours,
  },
  {
    title: 'a log bucket is opened, and must keep its log delivery',
    async setUp(clients) {
      const bucket = await makeBucket(clients, 'logs');
      await addGrants(clients, bucket, [group('s3/LogDelivery', 'WRITE'), group('s3/LogDelivery', 'READ_ACP')]);
      return { bucket };
    },
    break: (clients, params) => addGrants(clients, text(params, 'bucket'), [group('global/AuthenticatedUsers', 'READ')]),
    neighbours,
  },
  {
    title: 'everyone may read and write a bucket that a partner reads',
    async setUp(clients) {
      const bucket = await makeBucket(clients, 'exchange');
      await clients.s3.putBucketOwnershipControls({
        Bucket: bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
      });
      await addGrants(clients, bucket, [partner]);
      return { bucket };
    },
    break: (clients, params) =>
      addGrants(clients, text(params, 'bucket'), [group('global/AllUsers', 'READ'), group('global/AllUsers', 'WRITE')]),
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
