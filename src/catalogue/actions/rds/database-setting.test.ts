import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { copyClusterTagsToSnapshots } from './copy-cluster-tags-to-snapshots.ts';
import { enableClusterDeletionProtection } from './enable-cluster-deletion-protection.ts';
import { makeInstancePrivate } from './make-instance-private.ts';

const site = { partition: 'aws-us-gov', account: '123456789012', region: 'us-gov-west-1' };
const instanceIs = (found: object) => scriptedCloud().on('rds', 'describeDBInstances', () => ({ DBInstances: [found] }));
const clusterIs = (found: object) => scriptedCloud().on('rds', 'describeDBClusters', () => ({ DBClusters: [found] }));
const remedy = makeInstancePrivate.with({ instance: 'orders' });
const open = { status: 'available', settings: { PubliclyAccessible: true } };

test('puts a setting back only when it was so before', () => {
  const closed = { status: 'available', settings: { PubliclyAccessible: false } };
  expect(remedy.undo(open, closed)).toMatchObject([{ input: { DBInstanceIdentifier: 'orders', PubliclyAccessible: true } }]);
  expect(remedy.undo(closed, closed)).toEqual([]);
});

test.each(['modifying', 'backing-up', 'starting', 'failing-over'])('waits while a database is %s', (status) => {
  expect(remedy.wrong({ ...open, status })).toBe('the instance is publicly accessible');
  expect(remedy.refuses({ ...open, status })).toBeUndefined();
  expect(remedy.fix({ ...open, status })).toEqual([]);
});

test.each(['stopped', 'deleting', 'failed', 'storage-full', 'incompatible-network', 'inaccessible-encryption-credentials-recoverable'])(
  'leaves a database that is %s to a person',
  (status) => {
    expect(remedy.refuses({ ...open, status })).toBe(`it is ${status}: AWS does not let its settings be changed`);
    expect(remedy.refuses({ status, settings: { PubliclyAccessible: false } })).toBeUndefined();
  },
);

test('a status that differs is no collateral change', () =>
  expect(remedy.comparable({ ...open, status: 'modifying' })).toEqual(remedy.comparable(open)));

test('what AWS does not tell is off', async () => {
  expect(await remedy.observe(instanceIs({ DBInstanceStatus: 'creating' }).reader(site))).toEqual({
    status: 'creating',
    settings: { PubliclyAccessible: false },
  });
  const cluster = copyClusterTagsToSnapshots.with({ cluster: 'shop' });
  expect(cluster.wrong(await cluster.observe(clusterIs({ Status: 'available' }).reader(site)))).toBe('its snapshots have none of its tags');
});

test('a database that is gone is not healthy', async () => {
  const empty = scriptedCloud().on('rds', 'describeDBInstances', () => ({ DBInstances: [] }));
  await expect(remedy.observe(empty.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
  const gone = scriptedCloud().on('rds', 'describeDBClusters', () => {
    throw awsError('DBClusterNotFoundFault', { code: 'no-such-resource' });
  });
  const cluster = enableClusterDeletionProtection.with({ cluster: 'shop' });
  await expect(cluster.observe(gone.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
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
