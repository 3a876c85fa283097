import { z } from 'zod';
import { publicStatements, whyPublic, whyUnclear, withoutPublic, withPublicAgain } from '#catalogue/actions/policy-document.ts';
import { policyForm } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { bucketTags, listBuckets, servesWebsite } from './bucket.ts';
import { bucketPolicy, putPolicy } from './bucket-policy.ts';

const State = z.object({
  policy: z.string().optional(),
  /** Does the bucket's block keep the public out whatever the policy says (`RestrictPublicBuckets`)? */
  restricted: z.boolean(),
  website: z.boolean(),
});
type State = z.infer<typeof State>;

export const removePublicStatement = defineAction({
  id: 's3.remove-public-statement',
  title: 'Take out of the policy of a bucket what lets everyone in',
  resource: 'AWS::S3::Bucket',
  heals: [],
  params: z.object({ bucket: z.string().min(3) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ bucket: id }],
  list: listBuckets,
  tags: bucketTags,

  risk: {
    level: 'medium',
    blastRadius: 'readers and writers of the bucket whom no other statement and no policy of their own allows',
    outage: 'possible',
  },
  cost: () => [],
  permissions: {
    read: ['s3:GetBucketPolicy', 's3:GetBucketPublicAccessBlock', 's3:GetBucketWebsite', 's3:GetBucketTagging', 's3:ListAllMyBuckets'],
    write: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
    undo: ['s3:PutBucketPolicy'],
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
    const [policy, block, website] = await Promise.all([
      bucketPolicy(cloud, bucket),
      cloud.find('s3', 'getPublicAccessBlock', { Bucket: bucket }, ['NoSuchPublicAccessBlockConfiguration']),
      servesWebsite(cloud, bucket),
    ]);
    return { policy, restricted: block?.PublicAccessBlockConfiguration?.RestrictPublicBuckets === true, website };
  },
  wrong: (state) => (isOpen(state) ? whyPublic(state.policy) : undefined),
  refuses: ({ website, policy }) =>
    website ? 'the bucket serves a website: being public may be its purpose, so a person decides' : whyUnclear(policy),
  fix: (state, { bucket }) => (isOpen(state) ? [putPolicy(bucket, withoutPublic(state.policy ?? ''))] : []),
  after: (state) => (isOpen(state) ? { ...state, policy: withoutPublic(state.policy ?? '') } : state),
  comparable: ({ policy, restricted, website }) => ({ policy: policyForm(policy), restricted, website }),
  undo(before, now, { bucket }) {
    const again = isOpen(before) && before.policy !== undefined ? withPublicAgain(before.policy, now.policy) : undefined;
    return again === undefined ? [] : [putPolicy(bucket, again)];
  },
});

const isOpen = ({ policy, restricted }: State): boolean => !restricted && publicStatements(policy).length > 0;
