import type { BucketLocationConstraint, S3 } from '@aws-sdk/client-s3';
import type { Json } from '#domain/json.ts';
import { type Clients, told } from './variant.ts';

/** Makes a bucket at the clients' region, under a name that nobody has. */
export async function makeBucket({ s3, site }: Clients, role: string): Promise<string> {
  const Bucket = `${role}-${site.account}-${site.region}`;
  const place = { LocationConstraint: site.region as BucketLocationConstraint };
  await s3.createBucket({ Bucket, ...(site.region === 'us-east-1' ? {} : { CreateBucketConfiguration: place }) });
  return Bucket;
}

const aspects = {
  block: (s3: S3, Bucket: string) => s3.getPublicAccessBlock({ Bucket }),
  encryption: (s3: S3, Bucket: string) => s3.getBucketEncryption({ Bucket }),
  acl: (s3: S3, Bucket: string) => s3.getBucketAcl({ Bucket }),
  policy: (s3: S3, Bucket: string) => s3.getBucketPolicy({ Bucket }),
  tags: (s3: S3, Bucket: string) => s3.getBucketTagging({ Bucket }),
  versioning: (s3: S3, Bucket: string) => s3.getBucketVersioning({ Bucket }),
  website: (s3: S3, Bucket: string) => s3.getBucketWebsite({ Bucket }),
  ownership: (s3: S3, Bucket: string) => s3.getBucketOwnershipControls({ Bucket }),
  objects: (s3: S3, Bucket: string) => s3.listObjectsV2({ Bucket }),
};

/** Every bucket of the account with all that is set on it, but for one aspect of one bucket. */
export async function allBucketsBut({ s3, site }: Clients, bucket: string, aspect: keyof typeof aspects): Promise<Json> {
  const { Buckets = [] } = await s3.listBuckets({});
  const names = Buckets.flatMap(({ Name }) => (Name?.includes(site.account) ? [Name] : []));
  const pictures = names.map(async (name) => {
    const seen = Object.entries(aspects).filter(([each]) => name !== bucket || each !== aspect);
    return [name, Object.fromEntries(await Promise.all(seen.map(async ([each, read]) => [each, await told(read(s3, name))])))];
  });
  return Object.fromEntries(await Promise.all(pictures)) as Json;
}
