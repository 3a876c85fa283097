import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

export type Instance = NonNullable<Output<'rds', 'describeDBInstances'>['DBInstances']>[number];

/** Every database instance at the reader's site, those of clusters too. */
export async function listInstances(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { DBInstances = [] } = await reader.read('rds', 'describeDBInstances', {});
  return DBInstances.flatMap(({ DBInstanceIdentifier: id, DBInstanceArn: arn }) =>
    id === undefined ? [] : [{ type: 'AWS::RDS::DBInstance', id, arn, partition, account, region }],
  );
}

/** One instance as AWS describes it. Throws `no-such-resource`. */
export async function readInstance(reader: Reader, id: string): Promise<Instance> {
  const { DBInstances = [] } = await reader.read('rds', 'describeDBInstances', { DBInstanceIdentifier: id });
  const instance = DBInstances[0];
  if (instance !== undefined) return instance;
  throw new HealError('no-such-resource', `${id} is not a database instance in ${reader.site.region}: check its name, account and region.`);
}

export async function instanceTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { TagList = [] } = await readInstance(reader, id);
  return Object.fromEntries(TagList.map(({ Key = '', Value = '' }) => [Key, Value]));
}
