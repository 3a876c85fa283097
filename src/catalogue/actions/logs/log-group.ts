import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

type LogGroup = NonNullable<Output<'logs', 'describeLogGroups'>['logGroups']>[number];

/** Every log group at the reader's site. */
export async function listLogGroups(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { logGroups = [] } = await reader.read('logs', 'describeLogGroups', {});
  return logGroups.flatMap(({ logGroupName: id }) =>
    id === undefined ? [] : [{ type: 'AWS::Logs::LogGroup', id, arn: arnOf(reader, id), partition, account, region }],
  );
}

/** One log group as AWS describes it, found among those whose names begin like it. Throws `no-such-resource`. */
export async function readLogGroup(reader: Reader, name: string): Promise<LogGroup> {
  const { logGroups = [] } = await reader.read('logs', 'describeLogGroups', { logGroupNamePrefix: name });
  const group = logGroups.find(({ logGroupName }) => logGroupName === name);
  if (group !== undefined) return group;
  throw new HealError('no-such-resource', `${name} is not a log group in ${reader.site.region}: check its name, account and region.`);
}

export async function logGroupTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { tags = {} } = await reader.read('logs', 'listTagsForResource', { resourceArn: arnOf(reader, id) });
  return tags;
}

const arnOf = ({ site }: Reader, name: string): string => `arn:${site.partition}:logs:${site.region}:${site.account}:log-group:${name}`;
