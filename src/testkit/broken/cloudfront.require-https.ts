import type { CloudFront, DefaultCacheBehavior, DistributionConfig, ViewerProtocolPolicy } from '@aws-sdk/client-cloudfront';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const behaviour = (ViewerProtocolPolicy: ViewerProtocolPolicy, TargetOriginId = 'assets'): DefaultCacheBehavior => ({
  TargetOriginId,
  ViewerProtocolPolicy,
  MinTTL: 0,
  ForwardedValues: { QueryString: false, Cookies: { Forward: 'none' } },
});
const settings = (CallerReference: string, more: Partial<DistributionConfig>): DistributionConfig => ({
  CallerReference,
  Comment: `made as ${CallerReference}`,
  Enabled: true,
  Origins: { Quantity: 1, Items: [{ Id: 'assets', DomainName: 'assets.s3.amazonaws.com', S3OriginConfig: { OriginAccessIdentity: '' } }] },
  DefaultCacheBehavior: behaviour('redirect-to-https'),
  ...more,
});
async function made({ cloudfront }: Clients, name: string, more: Partial<DistributionConfig> = {}): Promise<string> {
  const Tags = { Items: [{ Key: 'team', Value: name }] };
  const DistributionConfigWithTags = { DistributionConfig: settings(name, more), Tags };
  const { Distribution } = await cloudfront.createDistributionWithTags({ DistributionConfigWithTags });
  return Distribution?.Id ?? '';
}

/** Writes the configuration of the distribution as it is, but for one change. */
async function rewrite(cloudfront: CloudFront, Id: string, change: (config: DistributionConfig) => DistributionConfig): Promise<void> {
  const { DistributionConfig: config, ETag: IfMatch } = await cloudfront.getDistributionConfig({ Id });
  if (config !== undefined) await cloudfront.updateDistribution({ Id, IfMatch, DistributionConfig: change(config) });
}
const opening =
  (opens: (name: string) => boolean): Variant['break'] =>
  ({ cloudfront }, params) =>
    rewrite(cloudfront, text(params, 'distribution'), (config) => ({
      ...config,
      DefaultCacheBehavior:
        config.DefaultCacheBehavior && opens('')
          ? { ...config.DefaultCacheBehavior, ViewerProtocolPolicy: 'allow-all' }
          : config.DefaultCacheBehavior,
      CacheBehaviors: {
        Quantity: config.CacheBehaviors?.Quantity,
        Items: config.CacheBehaviors?.Items?.map((one) =>
          opens(one.PathPattern ?? '') ? { ...one, ViewerProtocolPolicy: 'allow-all' } : one,
        ),
      },
    }));

/** Every distribution with its configuration and tags, and of the one all but how viewers may come. */
async function neighbours({ cloudfront }: Clients, params: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { DistributionList } = await cloudfront.listDistributions({});
  const pictures = (DistributionList?.Items ?? []).map(async ({ Id = '', ARN: Resource }) => {
    const { DistributionConfig: config } = await cloudfront.getDistributionConfig({ Id });
    const { Tags } = await cloudfront.listTagsForResource({ Resource });
    const seen = JSON.stringify({ config, tags: Tags?.Items });
    return [Id, Id === params['distribution'] ? seen.replace(/"ViewerProtocolPolicy":"[\w-]+"/g, '') : seen];
  });
  return Object.fromEntries(await Promise.all(pictures)) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'the default behaviour of one of two distributions answers over HTTP',
    async setUp(clients) {
      await made(clients, 'legacy', { DefaultCacheBehavior: behaviour('allow-all') });
      return { distribution: await made(clients, 'shop', { DefaultRootObject: 'index.html', PriceClass: 'PriceClass_100' }) };
    },
    break: opening((name) => name === ''),
    neighbours,
  },
  {
    title: 'one of two paths answers over HTTP beside one that takes HTTPS only',
    async setUp(clients) {
      const Items = [
        { ...behaviour('redirect-to-https'), PathPattern: '/images/*' },
        { ...behaviour('https-only'), PathPattern: '/api/*' },
      ];
      return { distribution: await made(clients, 'media', { CacheBehaviors: { Quantity: 2, Items } }) };
    },
    break: opening((name) => name === '/images/*'),
    neighbours,
  },
  {
    title: 'everything answers over HTTP behind a certificate of its own',
    async setUp(clients) {
      const arn = `arn:aws:acm:us-east-1:${clients.site.account}:certificate/shop`;
      const Items = [{ ...behaviour('redirect-to-https'), PathPattern: '/news/*' }];
      return {
        distribution: await made(clients, 'press', {
          Aliases: { Quantity: 1, Items: ['press.example.com'] },
          ViewerCertificate: { CloudFrontDefaultCertificate: false, ACMCertificateArn: arn, SSLSupportMethod: 'sni-only' },
          CacheBehaviors: { Quantity: 1, Items },
        }),
      };
    },
    break: opening(() => true),
    neighbours,
  },
];

export const absent: Absent = { id: 'E2QWRUHAPOMQZL' };
