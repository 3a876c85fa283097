import { allBucketsBut, makeBucket } from './buckets.ts';
import { type Absent, type Variant } from './variant.ts';

const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
/** Every bucket with all that is set on it. */
const neighbours: Variant['neighbours'] = (clients) => allBucketsBut(clients, '', 'block');

export const variants: readonly Variant[] = [
  {
    title: 'the block of the account is deleted, and a bucket keeps its own',
    async setUp(clients) {
      const { account: AccountId } = clients.site;
      const Bucket = await makeBucket(clients, 'orders');
      await clients.s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: closed });
      await clients.s3control.putPublicAccessBlock({ AccountId, PublicAccessBlockConfiguration: closed });
      return { account: AccountId };
    },
    break: ({ s3control, site }) => s3control.deletePublicAccessBlock({ AccountId: site.account }),
    neighbours,
  },
  {
    title: 'two of the four flags are turned off, and there is no bucket at all',
    async setUp({ s3control, site }) {
      await s3control.putPublicAccessBlock({ AccountId: site.account, PublicAccessBlockConfiguration: closed });
      return { account: site.account };
    },
    break: ({ s3control, site }) =>
      s3control.putPublicAccessBlock({
        AccountId: site.account,
        PublicAccessBlockConfiguration: { ...closed, BlockPublicPolicy: false, RestrictPublicBuckets: false },
      }),
    neighbours,
  },
  {
    title: 'the account never had one, and a bucket has a public ACL',
    async setUp(clients) {
      const Bucket = await makeBucket(clients, 'uploads');
      await clients.s3.putBucketAcl({ Bucket, ACL: 'public-read' });
      return { account: clients.site.account };
    },
    break: async () => {},
    neighbours,
  },
];

export const absent: Absent = 'always there';
