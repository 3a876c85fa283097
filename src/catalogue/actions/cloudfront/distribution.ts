import { z } from 'zod';
import type { Call } from '#domain/call.ts';
import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import { canonical } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Input, type Reader } from '#ports/cloud.ts';

export type DistributionConfig = NonNullable<Input<'cloudfront', 'updateDistribution'>['DistributionConfig']>;

/** A distribution as an update needs it: CloudFront takes the whole configuration, and only with the version that it was read at. */
export const Distribution = z.object({
  etag: z.string(),
  /** What was last written has reached the edges. */
  deployed: z.boolean(),
  config: z.custom<DistributionConfig>((value) => typeof value === 'object' && value !== null),
  /** Something in the configuration must not be written down, and is not in this one: it cannot be sent back. */
  secret: z.boolean(),
});
export type Distribution = z.infer<typeof Distribution>;

/** One distribution. Throws `no-such-resource`. */
export async function readDistribution(reader: Reader, Id: string): Promise<Distribution> {
  const answer = await reader.find('cloudfront', 'getDistribution', { Id }, ['NoSuchDistribution']);
  const { Status, DistributionConfig: whole } = answer?.Distribution ?? {};
  if (answer?.ETag === undefined || whole === undefined)
    throw new HealError('no-such-resource', `the account has no distribution ${Id}: check its id and its account.`);
  const config: DistributionConfig = redacted(JSON.parse(JSON.stringify(withoutHeaders(whole))));
  return { etag: answer.ETag, deployed: Status === 'Deployed', config, secret: canonical(config) !== text(whole) };
}

const text = (config: DistributionConfig): string => canonical(JSON.parse(JSON.stringify(config)));

/** By custom headers an origin knows that a request came through the distribution: their values are secrets whatever they are called. */
function withoutHeaders(config: DistributionConfig): DistributionConfig {
  const origins = config.Origins?.Items?.map((origin) => {
    const { Items: headers = [] } = origin.CustomHeaders ?? {};
    if (headers.length === 0) return origin;
    return { ...origin, CustomHeaders: { Quantity: headers.length, Items: headers.map((each) => ({ ...each, HeaderValue: '' })) } };
  });
  return origins === undefined ? config : { ...config, Origins: { ...config.Origins, Quantity: origins.length, Items: origins } };
}

/** Writes the configuration, unless somebody wrote another one since this state was read; never one of which something was left out. */
export const updateDistribution = (Id: string, { etag, secret }: Distribution, DistributionConfig: DistributionConfig): readonly Call[] =>
  secret ? [] : [call('cloudfront', 'updateDistribution', { Id, IfMatch: etag, DistributionConfig })];

/** Every distribution of the account: CloudFront has no regions. */
export async function listDistributions(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account } = reader.site;
  const { DistributionList } = await reader.read('cloudfront', 'listDistributions', {});
  return (DistributionList?.Items ?? []).flatMap(({ Id: id, ARN: arn }) =>
    id === undefined
      ? []
      : [{ type: 'AWS::CloudFront::Distribution', id, ...(arn === undefined ? {} : { arn }), partition, account, region: 'global' }],
  );
}

export async function distributionTags(reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> {
  const { partition, account } = reader.site;
  const Resource = `arn:${partition}:cloudfront::${account}:distribution/${id}`;
  const { Tags } = await reader.read('cloudfront', 'listTagsForResource', { Resource });
  return Object.fromEntries((Tags?.Items ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}
