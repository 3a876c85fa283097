import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { canonical } from '#domain/json.ts';
import { call } from '#ports/cloud.ts';
import { bucketTags, listBuckets } from './bucket.ts';

/** Weakest first. */
const algorithms = ['AES256', 'aws:fsx', 'aws:kms', 'aws:kms:dsse'] as const;
const Rule = z.object({
  ApplyServerSideEncryptionByDefault: z.object({ SSEAlgorithm: z.enum(algorithms), KMSMasterKeyID: z.string().optional() }).optional(),
  BucketKeyEnabled: z.boolean().default(false),
  BlockedEncryptionTypes: z.object({ EncryptionType: z.array(z.enum(['NONE', 'SSE-C'])) }).optional(),
});
type Rule = z.infer<typeof Rule>;
type Algorithm = (typeof algorithms)[number];

export const enableDefaultEncryption = defineAction({
  id: 's3.enable-default-encryption',
  title: 'Encrypt new objects of a bucket by default',
  resource: 'AWS::S3::Bucket',
  heals: ['securityhub:S3.4', 'config:s3-bucket-server-side-encryption-enabled'],
  params: z.object({ bucket: z.string().min(3), minimum: z.enum(['AES256', 'aws:kms']) }),
  condition: [],
  state: z.object({ rules: z.array(Rule).optional() }),
  from: ({ id }) => [{ bucket: id, minimum: 'AES256' as const }],
  list: listBuckets,
  tags: bucketTags,

  risk: {
    level: 'low',
    blastRadius:
      'objects written from now on; with aws:kms, their readers in other accounts lose access unless a key of your own is chosen',
    outage: 'none',
  },
  cost: () => [],
  permissions: {
    read: ['s3:GetEncryptionConfiguration', 's3:GetBucketTagging', 's3:ListAllMyBuckets'],
    write: ['s3:PutEncryptionConfiguration'],
    undo: ['s3:PutEncryptionConfiguration'],
    dependent: [],
    on: ['arn:{partition}:s3:::{bucket}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { bucket }) {
    const found = await cloud.find('s3', 'getBucketEncryption', { Bucket: bucket }, ['ServerSideEncryptionConfigurationNotFoundError']);
    return { rules: found?.ServerSideEncryptionConfiguration?.Rules?.map((rule) => Rule.parse(rule)) };
  },
  wrong({ rules }, { minimum }) {
    if (enough(rules, minimum)) return undefined;
    const now = algorithmOf(rules);
    return now === undefined ? 'the bucket has no default encryption' : `the default encryption is ${now}, weaker than ${minimum}`;
  },
  refuses: () => undefined,
  fix: ({ rules }, { bucket, minimum }) => (enough(rules, minimum) ? [] : [put(bucket, [raised(rules?.[0], minimum)])]),
  after: (state, { minimum }) => (enough(state.rules, minimum) ? state : { rules: [raised(state.rules?.[0], minimum)] }),
  comparable: (state) => state,
  undo({ rules }, now, { bucket }) {
    if (canonical(rules ?? null) === canonical(now.rules ?? null)) return [];
    return [rules === undefined ? call('s3', 'deleteBucketEncryption', { Bucket: bucket }) : put(bucket, rules)];
  },
});

const algorithmOf = (rules: readonly Rule[] | undefined): Algorithm | undefined =>
  rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
const enough = (rules: readonly Rule[] | undefined, minimum: Algorithm): boolean => {
  const now = algorithmOf(rules);
  return now !== undefined && algorithms.indexOf(now) >= algorithms.indexOf(minimum);
};

/** The rule with the stronger algorithm: a chosen key and blocked encryption types stay. */
const raised = (rule: Rule | undefined, minimum: Algorithm): Rule => ({
  ...rule,
  ApplyServerSideEncryptionByDefault: { ...rule?.ApplyServerSideEncryptionByDefault, SSEAlgorithm: minimum },
  BucketKeyEnabled: rule?.BucketKeyEnabled === true || minimum === 'aws:kms',
});

const put = (bucket: string, rules: readonly Rule[]): Call =>
  call('s3', 'putBucketEncryption', { Bucket: bucket, ServerSideEncryptionConfiguration: { Rules: [...rules] } });
