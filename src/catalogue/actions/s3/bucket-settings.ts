import { z } from 'zod';
import { policyForm } from '#catalogue/actions/policy-document-statements.ts';
import type { Call } from '#domain/call.ts';
import { canonical, type Json, type JsonObject } from '#domain/json.ts';
import type { Output, Reader } from '#ports/cloud.ts';
import { bucketTags } from './bucket.ts';
import { bucketPolicy } from './bucket-policy.ts';

/** What is brought back of a bucket, in the order in which it is written. */
const names = ['ownership', 'block', 'encryption', 'versioning', 'lifecycle', 'logging', 'policy'] as const;
type Name = (typeof names)[number];
type LifecycleRule = NonNullable<Output<'s3', 'getBucketLifecycleConfiguration'>['Rules']>[number];

/** Settings of a bucket as AWS gives them; what is not set is absent. */
export const Settings = z.partialRecord(z.enum(names), z.json());
export type Settings = Readonly<z.infer<typeof Settings>>;

/** A bucket without its objects. */
export const Bucket = z.object({ settings: Settings, tags: z.record(z.string(), z.string()) });

/** The settings and tags of a bucket; nothing when there is no such bucket. */
export async function readBucket(cloud: Reader, bucket: string): Promise<z.infer<typeof Bucket> | undefined> {
  const named = { Bucket: bucket };
  const versioning = await cloud.find('s3', 'getBucketVersioning', named, ['NoSuchBucket']);
  if (versioning === undefined) return undefined;
  const [ownership, block, encryption, lifecycle, logging, policy, tags] = await Promise.all([
    cloud.find('s3', 'getBucketOwnershipControls', named, ['OwnershipControlsNotFoundError']),
    cloud.find('s3', 'getPublicAccessBlock', named, ['NoSuchPublicAccessBlockConfiguration']),
    cloud.find('s3', 'getBucketEncryption', named, ['ServerSideEncryptionConfigurationNotFoundError']),
    cloud.find('s3', 'getBucketLifecycleConfiguration', named, ['NoSuchLifecycleConfiguration']),
    cloud.read('s3', 'getBucketLogging', named),
    bucketPolicy(cloud, bucket),
    bucketTags(cloud, { id: bucket }),
  ]);
  const rules = (lifecycle?.Rules ?? []).filter((rule) => !hasDate(rule));
  const settings = {
    ownership: ownership?.OwnershipControls,
    block: block?.PublicAccessBlockConfiguration,
    encryption: encryption?.ServerSideEncryptionConfiguration,
    versioning: versioning.Status,
    lifecycle: rules.length === 0 ? undefined : rules,
    logging: logging.LoggingEnabled,
    policy,
  };
  return Bucket.parse(JSON.parse(JSON.stringify({ settings, tags })));
}

/** A fixed day, which a plan cannot hold and which has passed more often than not. */
const hasDate = ({ Expiration, Transitions = [] }: LifecycleRule): boolean =>
  Expiration?.Date !== undefined || Transitions.some(({ Date: day }) => day !== undefined);

/** Which of the wanted settings a bucket lacks. */
export const lacking = (now: Settings, wanted: Settings): readonly Name[] =>
  names.filter((name) => wanted[name] !== undefined && form(name, now[name]) !== form(name, wanted[name]));

/** The call that writes one setting of a bucket. */
export function put(bucket: string, name: Name, value: Json | undefined): Call {
  const [operation, input] = writes[name](value);
  return { service: 's3', operation, input: { Bucket: bucket, ...input } };
}

const writes: { readonly [N in Name]: (value: Json | undefined) => readonly [operation: string, input: JsonObject] } = {
  ownership: (value) => ['putBucketOwnershipControls', { OwnershipControls: value }],
  block: (value) => ['putPublicAccessBlock', { PublicAccessBlockConfiguration: value }],
  encryption: (value) => ['putBucketEncryption', { ServerSideEncryptionConfiguration: value }],
  versioning: (value) => ['putBucketVersioning', { VersioningConfiguration: { Status: value } }],
  lifecycle: (value) => ['putBucketLifecycleConfiguration', { LifecycleConfiguration: { Rules: value } }],
  logging: (value) => ['putBucketLogging', { BucketLoggingStatus: { LoggingEnabled: value } }],
  policy: (value) => ['putBucketPolicy', { Policy: value }],
};

const form = (name: Name, value: Json | undefined): string | undefined =>
  name === 'policy' && typeof value === 'string' ? policyForm(value) : canonical(value ?? null);
