import * as fc from 'fast-check';
import type { JsonObject } from '#domain/json.ts';
import { list, type Model, object, still, unexpected } from './model.ts';

const marker = 'selfheal:recreated';
const anySettings = fc.record(
  {
    ownership: fc.constant({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] }),
    block: fc.constantFrom({ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }),
    encryption: fc
      .constantFrom('AES256', 'aws:kms')
      .map((SSEAlgorithm) => ({ Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm } }] })),
    versioning: fc.constantFrom('Enabled', 'Suspended'),
    lifecycle: fc.constant([{ ID: 'old', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 30 } }]),
    logging: fc.constant({ TargetBucket: 'logs', TargetPrefix: 'orders/' }),
    policy: fc.constant('{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}'),
  },
  { requiredKeys: [] },
);
const anyTags = fc.constantFrom({}, { owner: 'shop' }, { owner: 'shop', 'aws:cloudformation:stack-name': 'shop' });
const recorded = fc.record({ settings: anySettings, tags: anyTags });
const region = fc.constantFrom('eu-west-1', 'us-east-1');

const gone = fc.record({ region, recorded }, { requiredKeys: ['region'] });
const there = fc.record(
  { region, settings: anySettings, tags: fc.constantFrom({}, { owner: 'shop' }, { [marker]: 'true' }), recorded },
  { requiredKeys: ['region', 'settings', 'tags'] },
);

const written: Readonly<Record<string, (input: JsonObject) => JsonObject>> = {
  putBucketOwnershipControls: ({ OwnershipControls }) => ({ ownership: OwnershipControls }),
  putPublicAccessBlock: ({ PublicAccessBlockConfiguration }) => ({ block: PublicAccessBlockConfiguration }),
  putBucketEncryption: ({ ServerSideEncryptionConfiguration }) => ({ encryption: ServerSideEncryptionConfiguration }),
  putBucketVersioning: ({ VersioningConfiguration }) => ({ versioning: object(VersioningConfiguration).Status }),
  putBucketLifecycleConfiguration: ({ LifecycleConfiguration }) => ({ lifecycle: object(LifecycleConfiguration).Rules }),
  putBucketLogging: ({ BucketLoggingStatus }) => ({ logging: object(BucketLoggingStatus).LoggingEnabled }),
  putBucketPolicy: ({ Policy }) => ({ policy: Policy }),
};

export const model: Model = {
  cases: fc.record({
    params: fc.record({ bucket: fc.constant('orders'), deleted: fc.constantFrom(true, true, true, false) }),
    state: fc.oneof(gone, there),
  }),
  apply({ settings, tags, ...rest }, call) {
    const input = object(call.input);
    if (call.operation === 'createBucket') return settings === undefined ? { ...rest, settings: {}, tags: {} } : unexpected(call);
    if (settings === undefined || input.Bucket !== 'orders') return unexpected(call);
    if (call.operation === 'deleteBucket') return rest;
    if (call.operation === 'putBucketTagging') {
      const pairs = list(object(input.Tagging).TagSet).map((tag) => [String(object(tag).Key), object(tag).Value] as const);
      if (pairs.some(([key]) => key.startsWith('aws:'))) return unexpected(call);
      return { ...rest, settings, tags: Object.fromEntries(pairs) };
    }
    const change = written[call.operation];
    return change === undefined ? unexpected(call) : { ...rest, settings: { ...object(settings), ...change(input) }, tags };
  },
  wait: still,
  beside: ({ region: place, recorded: record }) => ({ place, record }),
  comesBack: ({ settings }) => settings === undefined,
};
