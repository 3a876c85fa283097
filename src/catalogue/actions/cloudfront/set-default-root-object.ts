import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { Reader } from '#ports/cloud.ts';
import {
  Distribution,
  type DistributionConfig,
  distributionTags,
  listDistributions,
  readDistribution,
  updateDistribution,
} from './distribution.ts';

/** The object that is meant for it by its name; any other, a person chooses. */
const usual = 'index.html';

const State = z.object({
  ...Distribution.shape,
  /** Why what stands at the root is somebody else's choice; nothing when the bucket behind it has the usual object. */
  unclear: z.string().optional(),
});
type State = z.infer<typeof State>;

export const setDefaultRootObject = defineAction({
  id: 'cloudfront.set-default-root-object',
  title: 'Answer the root of a distribution with its index page instead of a list of its bucket',
  resource: 'AWS::CloudFront::Distribution',
  heals: ['securityhub:CloudFront.1', 'config:cloudfront-default-root-object-configured'],
  params: z.object({ distribution: z.string().regex(/^[A-Z0-9]+$/) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ distribution: id }],
  list: listDistributions,
  tags: distributionTags,

  risk: { level: 'low', blastRadius: 'those who ask for the root of the distribution, who get its index page', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['cloudfront:GetDistribution', 'cloudfront:ListDistributions', 'cloudfront:ListTagsForResource', 's3:ListBucket'],
    write: ['cloudfront:UpdateDistribution'],
    undo: ['cloudfront:UpdateDistribution'],
    dependent: [],
    on: ['arn:{partition}:cloudfront::{account}:distribution/{distribution}'],
  },
  // The version that it was read at goes with it: a second one is refused.
  repeat: 'safe',
  rounds: 1,
  settles: '30m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { distribution }): Promise<State> {
    const seen = await readDistribution(cloud, distribution);
    return bare(seen.config) ? { ...seen, unclear: await whyUnclear(cloud, seen.config) } : seen;
  },
  wrong({ config, deployed }) {
    if (bare(config)) return 'it has no default root object: who asks for the root may get a list of all that is behind it';
    return deployed ? undefined : 'its configuration has not reached every edge yet';
  },
  refuses({ config, secret, unclear }) {
    if (!bare(config)) return undefined;
    if (secret)
      return 'an origin is sent headers of its own: CloudFront takes a configuration only as a whole, and Selfheal writes no such values down';
    return unclear === undefined ? undefined : `${unclear}: a person decides`;
  },
  fix: (state, { distribution }) =>
    bare(state.config) ? updateDistribution(distribution, state, { ...state.config, DefaultRootObject: usual }) : [],
  after: (state): State =>
    bare(state.config) ? { ...state, config: { ...state.config, DefaultRootObject: usual }, deployed: true } : { ...state, deployed: true },
  comparable: ({ config, secret }) => ({ config, secret }),
  undo: (before, now, { distribution }) =>
    bare(before.config) && now.config.DefaultRootObject === usual
      ? updateDistribution(distribution, now, { ...now.config, DefaultRootObject: '' })
      : [],
});

const bare = ({ DefaultRootObject = '' }: DistributionConfig): boolean => DefaultRootObject === '';

async function whyUnclear(cloud: Reader, { DefaultCacheBehavior: behaviour, Origins }: DistributionConfig): Promise<string | undefined> {
  const functions = (behaviour?.FunctionAssociations?.Quantity ?? 0) + (behaviour?.LambdaFunctionAssociations?.Quantity ?? 0);
  if (functions > 0) return 'a function decides what viewers get';
  const origin = Origins?.Items?.find(({ Id }) => Id === behaviour?.TargetOriginId);
  const bucket = /^(.+)\.s3[.-](?:(?!website)[\w-]+\.)?amazonaws\.com(?:\.cn)?$/.exec(origin?.DomainName ?? '')?.[1];
  if (origin === undefined || origin.CustomOriginConfig !== undefined || bucket === undefined)
    return 'no bucket is behind its root, and what is may answer for itself';
  const key = `${(origin.OriginPath ?? '').replace(/^\//, '')}/${usual}`.replace(/^\//, '');
  const found = await cloud.find('s3', 'listObjectsV2', { Bucket: bucket, Prefix: key }, ['NoSuchBucket', 'PermanentRedirect']);
  if (found === undefined) return `the bucket ${bucket} behind its root is gone, or in another region, where Selfheal does not look`;
  return found.Contents?.some(({ Key }) => Key === key) === true ? undefined : `the bucket ${bucket} behind its root has no ${key}`;
}
