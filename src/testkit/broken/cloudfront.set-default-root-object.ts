import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import type { Json, JsonObject } from '#domain/json.ts';
import { makeBucket } from './buckets.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

/** A distribution of a bucket that has these objects. */
async function made(
  clients: Clients,
  name: string,
  keys: readonly string[],
  more: Partial<DistributionConfig> = {},
  OriginPath = '',
): Promise<string> {
  const { cloudfront, s3 } = clients;
  const Bucket = await makeBucket(clients, name);
  for (const Key of keys) await s3.putObject({ Bucket, Key, Body: Key });
  const DistributionConfig: DistributionConfig = {
    CallerReference: name,
    Comment: `made as ${name}`,
    Enabled: true,
    DefaultRootObject: 'index.html',
    Origins: {
      Quantity: 1,
      Items: [{ Id: name, DomainName: `${Bucket}.s3.amazonaws.com`, OriginPath, S3OriginConfig: { OriginAccessIdentity: '' } }],
    },
    DefaultCacheBehavior: {
      TargetOriginId: name,
      ViewerProtocolPolicy: 'redirect-to-https',
      MinTTL: 0,
      ForwardedValues: { QueryString: false, Cookies: { Forward: 'none' } },
    },
    ...more,
  };
  const Tags = { Items: [{ Key: 'team', Value: name }] };
  const { Distribution } = await cloudfront.createDistributionWithTags({ DistributionConfigWithTags: { DistributionConfig, Tags } });
  return Distribution?.Id ?? '';
}

const clear: Variant['break'] = async ({ cloudfront }, params) => {
  const Id = text(params, 'distribution');
  const { DistributionConfig: config, ETag: IfMatch } = await cloudfront.getDistributionConfig({ Id });
  if (config !== undefined) await cloudfront.updateDistribution({ Id, IfMatch, DistributionConfig: { ...config, DefaultRootObject: '' } });
};

/** Every distribution with its configuration and tags, and of the one all but its root. */
async function neighbours({ cloudfront }: Clients, params: JsonObject): Promise<Json> {
  const { DistributionList } = await cloudfront.listDistributions({});
  const pictures = (DistributionList?.Items ?? []).map(async ({ Id = '', ARN: Resource }) => {
    const { DistributionConfig: config } = await cloudfront.getDistributionConfig({ Id });
    const { Tags } = await cloudfront.listTagsForResource({ Resource });
    const seen = Id === params.distribution ? { ...config, DefaultRootObject: undefined } : config;
    return [Id, JSON.stringify({ seen, tags: Tags?.Items })];
  });
  return Object.fromEntries(await Promise.all(pictures)) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'the root of one of two distributions is cleared',
    async setUp(clients) {
      await made(clients, 'raw', ['a.csv'], { DefaultRootObject: '' });
      return { distribution: await made(clients, 'docs', ['index.html', 'style.css']) };
    },
    break: clear,
    neighbours,
  },
  {
    title: 'the pages lie in a folder of the bucket',
    setUp: async (clients) => ({ distribution: await made(clients, 'site', ['current/index.html', 'old/index.html'], {}, '/current') }),
    break: clear,
    neighbours,
  },
  {
    title: 'the distribution is disabled and has a price class',
    setUp: async (clients) => ({
      distribution: await made(clients, 'manual', ['index.html', 'index.html.bak'], { Enabled: false, PriceClass: 'PriceClass_100' }),
    }),
    break: clear,
    neighbours,
  },
];

export const absent: Absent = { id: 'E2QWRUHAPOMQZL' };
