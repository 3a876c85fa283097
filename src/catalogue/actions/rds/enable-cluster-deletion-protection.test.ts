import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableClusterDeletionProtection } from './enable-cluster-deletion-protection.ts';

const site = { partition: 'aws-us-gov', account: '123456789012', region: 'us-gov-west-1' };
const remedy = enableClusterDeletionProtection.with({ cluster: 'shop' });

test('changes that one attribute of the cluster', () =>
  expect(remedy.fix({ status: 'available', deletionProtection: false })).toEqual([
    { service: 'rds', operation: 'modifyDBCluster', input: { DBClusterIdentifier: 'shop', DeletionProtection: true } },
  ]));

test('waits while the cluster fails over, and leaves one that is being deleted to a person', () => {
  expect(remedy.fix({ status: 'failing-over', deletionProtection: false })).toEqual([]);
  expect(remedy.refuses({ status: 'failing-over', deletionProtection: false })).toBeUndefined();
  expect(remedy.refuses({ status: 'deleting', deletionProtection: false })).toMatch(/deleting/);
});

test('a cluster that is gone is not healthy', async () => {
  const cloud = scriptedCloud().on('rds', 'describeDBClusters', () => {
    throw awsError('DBClusterNotFoundFault', { code: 'no-such-resource' });
  });
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('lists clusters by the ARN that AWS gives, in any partition', async () => {
  const arn = 'arn:aws-us-gov:rds:us-gov-west-1:123456789012:cluster:shop';
  const cloud = scriptedCloud().on('rds', 'describeDBClusters', () => ({
    DBClusters: [{ DBClusterIdentifier: 'shop', DBClusterArn: arn }, {}],
  }));
  expect(await enableClusterDeletionProtection.list(cloud.reader(site))).toEqual([
    { ...site, type: 'AWS::RDS::DBCluster', id: 'shop', arn },
  ]);
});
