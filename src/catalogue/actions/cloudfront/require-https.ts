import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import {
  Distribution,
  type DistributionConfig,
  distributionTags,
  listDistributions,
  readDistribution,
  updateDistribution,
} from './distribution.ts';

type Behaviour = NonNullable<DistributionConfig['DefaultCacheBehavior']>;

export const requireHttps = defineAction({
  id: 'cloudfront.require-https',
  title: 'Send viewers of a distribution from HTTP to HTTPS',
  resource: 'AWS::CloudFront::Distribution',
  heals: ['securityhub:CloudFront.3', 'config:cloudfront-viewer-policy-https'],
  params: z.object({ distribution: z.string().regex(/^[A-Z0-9]+$/) }),
  condition: [],
  state: Distribution,
  from: ({ id }) => [{ distribution: id }],
  list: listDistributions,
  tags: distributionTags,

  risk: {
    level: 'medium',
    blastRadius: 'programs that ask over plain HTTP and do not follow redirects; browsers do',
    outage: 'possible',
  },
  cost: () => [],
  permissions: {
    read: ['cloudfront:GetDistribution', 'cloudfront:ListDistributions', 'cloudfront:ListTagsForResource'],
    write: ['cloudfront:UpdateDistribution'],
    undo: ['cloudfront:UpdateDistribution'],
    dependent: [],
    on: ['arn:{partition}:cloudfront::{account}:distribution/{distribution}'],
  },
  // The version that it was read at goes with it: a second one is refused.
  repeat: 'safe',
  rounds: 1,
  settles: '30m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  observe: (cloud, { distribution }) => readDistribution(cloud, distribution),
  wrong({ config, deployed }) {
    const open = plain(config);
    if (open.length > 0) return `${open.join(', ')} ${open.length === 1 ? 'answers' : 'answer'} over plain HTTP`;
    return deployed ? undefined : 'its configuration has not reached every edge yet';
  },
  refuses({ config, secret }) {
    if (plain(config).length === 0) return undefined;
    if (secret)
      return 'an origin is sent headers of its own: CloudFront takes a configuration only as a whole, and Selfheal writes no such values down';
    const named = (config.Aliases?.Quantity ?? 0) > 0 && config.ViewerCertificate?.CloudFrontDefaultCertificate === true;
    return named ? 'it answers to names that its certificate, the one of CloudFront, does not have: a person gets one' : undefined;
  },
  fix: (state, { distribution }) =>
    plain(state.config).length === 0 ? [] : updateDistribution(distribution, state, each(state.config, redirecting)),
  after: (state) => ({ ...state, config: each(state.config, redirecting), deployed: true }),
  comparable: ({ config, secret }) => ({ config, secret }),
  undo(before, now, { distribution }) {
    const open = new Set(plain(before.config));
    const restored = each(now.config, (behaviour, name) =>
      open.has(name) && behaviour.ViewerProtocolPolicy === 'redirect-to-https'
        ? { ...behaviour, ViewerProtocolPolicy: 'allow-all' }
        : behaviour,
    );
    return plain(restored).length === plain(now.config).length ? [] : updateDistribution(distribution, now, restored);
  },
});

const redirecting = <B extends Behaviour>(behaviour: B): B =>
  behaviour.ViewerProtocolPolicy === 'allow-all' ? { ...behaviour, ViewerProtocolPolicy: 'redirect-to-https' } : behaviour;

const byDefault = 'the default behaviour';

/** The behaviours that answer over plain HTTP, by their path patterns. */
function plain({ DefaultCacheBehavior, CacheBehaviors }: DistributionConfig): readonly string[] {
  const named = [
    [byDefault, DefaultCacheBehavior] as const,
    ...(CacheBehaviors?.Items ?? []).map((one) => [one.PathPattern ?? '', one] as const),
  ];
  return named.flatMap(([name, behaviour]) => (behaviour?.ViewerProtocolPolicy === 'allow-all' ? [name] : []));
}

function each(config: DistributionConfig, change: <B extends Behaviour>(behaviour: B, name: string) => B): DistributionConfig {
  const { DefaultCacheBehavior: usual, CacheBehaviors: others } = config;
  return {
    ...config,
    DefaultCacheBehavior: usual && change(usual, byDefault),
    ...(others?.Items === undefined
      ? {}
      : { CacheBehaviors: { ...others, Items: others.Items.map((one) => change(one, one.PathPattern ?? '')) } }),
  };
}
