import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

type Cluster = NonNullable<Output<'rds', 'describeDBClusters'>['DBClusters']>[number];

/** Every database cluster at the reader's site. */
export async function listClusters(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { DBClusters = [] } = await reader.read('rds', 'describeDBClusters', {});
  return DBClusters.flatMap(({ DBClusterIdentifier: id, DBClusterArn: arn }) =>
    id === undefined ? [] : [{ type: 'AWS::RDS::DBCluster', id, arn, partition, account, region }],
  );
}

/** One cluster as AWS describes it. Throws `no-such-resource`. */
export async function readCluster(reader: Reader, id: string): Promise<Cluster> {
  const { DBClusters = [] } = await reader.read('rds', 'describeDBClusters', { DBClusterIdentifier: id });
  const cluster = DBClusters[0];
  if (cluster !== undefined) return cluster;
  throw new HealError('no-such-resource', `${id} is not a database cluster in ${reader.site.region}: check its name, account and region.`);
}

export async function clusterTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { TagList = [] } = await readCluster(reader, id);
  return Object.fromEntries(TagList.map(({ Key = '', Value = '' }) => [Key, Value]));
}
