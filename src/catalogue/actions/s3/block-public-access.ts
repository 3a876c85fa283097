import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { canonical } from '#domain/json.ts';
import { call } from '#ports/cloud.ts';
import { bucketTags, listBuckets, servesWebsite } from './bucket.ts';

const flags = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;
const Block = z.object({
  BlockPublicAcls: z.boolean().default(false),
  IgnorePublicAcls: z.boolean().default(false),
  BlockPublicPolicy: z.boolean().default(false),
  RestrictPublicBuckets: z.boolean().default(false),
});
const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

export const blockPublicAccess = defineAction({
  id: 's3.block-public-access',
  title: 'Turn on all four public access blocks of a bucket',
  resource: 'AWS::S3::Bucket',
  heals: [
    'securityhub:S3.2',
    'securityhub:S3.3',
    'securityhub:S3.8',
    'config:s3-bucket-level-public-access-prohibited',
    'config:s3-bucket-public-read-prohibited',
    'config:s3-bucket-public-write-prohibited',
    'vanta:s3-bucket-block-public-access',
  ],
  params: z.object({ bucket: z.string().min(3) }),
  condition: [],
  /** Said of a bucket that would have to be closed and serves a website; of others it is not asked. */
  state: z.object({ block: Block.optional(), website: z.boolean().optional() }),
  from: ({ id }) => [{ bucket: id }],
  list: listBuckets,
  tags: bucketTags,

  risk: {
    level: 'low',
    blastRadius: 'anonymous and cross-account readers that rely on a public policy or ACL of this bucket',
    outage: 'none',
  },
  cost: () => [],
  permissions: {
    read: ['s3:GetBucketPublicAccessBlock', 's3:GetBucketWebsite', 's3:GetBucketTagging', 's3:ListAllMyBuckets'],
    write: ['s3:PutBucketPublicAccessBlock'],
    undo: ['s3:PutBucketPublicAccessBlock'],
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
    const found = await cloud.find('s3', 'getPublicAccessBlock', { Bucket: bucket }, ['NoSuchPublicAccessBlockConfiguration']);
    const block = found?.PublicAccessBlockConfiguration && Block.parse(found.PublicAccessBlockConfiguration);
    return !isClosed(block) && (await servesWebsite(cloud, bucket)) ? { block, website: true } : { block };
  },
  wrong({ block }) {
    if (block === undefined) return 'the bucket has no public access block';
    const off = flags.filter((flag) => !block[flag]);
    return off.length === 0 ? undefined : `${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} off`;
  },
  refuses: ({ website }) =>
    website === true ? 'the bucket serves a website: being public may be its purpose, so a person decides' : undefined,
  fix: ({ block }, { bucket }) =>
    isClosed(block) ? [] : [call('s3', 'putPublicAccessBlock', { Bucket: bucket, PublicAccessBlockConfiguration: closed })],
  after: (state) => ({ ...state, block: closed }),
  comparable: ({ block, website }) => (isClosed(block) ? { block } : { block, website: website === true }),
  undo({ block }, now, { bucket }) {
    if (canonical(block ?? null) === canonical(now.block ?? null)) return [];
    return [
      block === undefined
        ? call('s3', 'deletePublicAccessBlock', { Bucket: bucket })
        : call('s3', 'putPublicAccessBlock', { Bucket: bucket, PublicAccessBlockConfiguration: block }),
    ];
  },
});

const isClosed = (block: z.infer<typeof Block> | undefined): boolean => block !== undefined && flags.every((flag) => block[flag]);
