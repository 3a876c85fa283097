import { S3 } from '@aws-sdk/client-s3';
import { type Environment, type Seeding, tagList, tags } from './seeding.ts';

export interface DemoBuckets {
  readonly customerExports: string;
  readonly media: string;
  /** Tagged production. */
  readonly invoices: string;
  /** A public website on purpose. */
  readonly website: string;
  /** Takes the access logs of the others. */
  readonly logs: string;
}

const names: DemoBuckets = {
  customerExports: 'harbor-coffee-customer-exports',
  media: 'harbor-coffee-media',
  invoices: 'harbor-coffee-invoices',
  website: 'harbor-coffee-www',
  logs: 'harbor-coffee-logs',
};
const environments: Readonly<Record<keyof DemoBuckets, Environment>> = {
  customerExports: 'staging',
  media: 'development',
  invoices: 'production',
  website: 'staging',
  logs: 'staging',
};
const objects: Readonly<Record<keyof DemoBuckets, readonly (readonly [key: string, type: string, body: string])[]>> = {
  customerExports: [['2026-11/customers.csv', 'text/csv', 'id,name,city\n1,Ada,Bremen\n2,Grace,Kiel\n']],
  media: [['products/espresso.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>']],
  invoices: [['2026/11/HC-2026-0187.json', 'application/json', '{"number":"HC-2026-0187","total":"48.20","currency":"EUR"}']],
  website: [
    ['index.html', 'text/html', '<!doctype html><title>Harbor Coffee</title><h1>Freshly roasted by the sea</h1>'],
    ['error.html', 'text/html', '<!doctype html><title>Harbor Coffee</title><h1>That page has left the harbor</h1>'],
  ],
  logs: [],
};

/** Five buckets, all encrypted; all private but the website. */
export async function seedBuckets({ client }: Seeding): Promise<DemoBuckets> {
  const s3 = new S3({ ...client, forcePathStyle: true });
  await seedLogs(s3);
  const others = Object.keys(names).filter((key) => key !== 'logs') as (keyof DemoBuckets)[];
  await Promise.all(others.map((key) => seedBucket(s3, key)));
  s3.destroy();
  return names;
}

async function seedLogs(s3: S3): Promise<void> {
  const Bucket = names.logs;
  await s3.createBucket({ Bucket, ObjectOwnership: 'BucketOwnerPreferred' });
  const { Owner, Grants = [] } = await s3.getBucketAcl({ Bucket });
  const Grantee = { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' } as const;
  const delivery = [
    { Grantee, Permission: 'WRITE' },
    { Grantee, Permission: 'READ_ACP' },
  ] as const;
  await s3.putBucketAcl({ Bucket, AccessControlPolicy: { Owner, Grants: [...Grants, ...delivery] } });
  await protect(s3, 'logs', true);
}

async function seedBucket(s3: S3, key: keyof DemoBuckets): Promise<void> {
  const Bucket = names[key];
  await s3.createBucket({ Bucket });
  await Promise.all([
    protect(s3, key, key !== 'website'),
    s3.putBucketLogging({ Bucket, BucketLoggingStatus: { LoggingEnabled: { TargetBucket: names.logs, TargetPrefix: `${Bucket}/` } } }),
    ...objects[key].map(([Key, ContentType, Body]) => s3.putObject({ Bucket, Key, ContentType, Body })),
    ...(key === 'invoices' ? [s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })] : []),
    ...(key === 'website' ? publish(s3) : []),
  ]);
}

async function protect(s3: S3, key: keyof DemoBuckets, on: boolean): Promise<void> {
  const Bucket = names[key];
  const flags = { BlockPublicAcls: on, IgnorePublicAcls: on, BlockPublicPolicy: on, RestrictPublicBuckets: on };
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false } as const;
  await Promise.all([
    s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: flags }),
    s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }),
    s3.putBucketTagging({ Bucket, Tagging: { TagSet: tagList(tags(Bucket, environments[key], key === 'media' ? 'alice' : 'dave')) } }),
  ]);
}

function publish(s3: S3): readonly Promise<unknown>[] {
  const Bucket = names.website;
  const statement = { Sid: 'PublicRead', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` };
  const website = { IndexDocument: { Suffix: 'index.html' }, ErrorDocument: { Key: 'error.html' } };
  return [
    s3.putBucketWebsite({ Bucket, WebsiteConfiguration: website }),
    s3.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }),
  ];
}
