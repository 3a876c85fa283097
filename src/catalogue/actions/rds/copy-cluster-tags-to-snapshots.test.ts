import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { copyClusterTagsToSnapshots } from './copy-cluster-tags-to-snapshots.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = copyClusterTagsToSnapshots.with({ cluster: 'shop' });

test('changes that one attribute of the cluster', () =>
  expect(remedy.fix({ status: 'available', copiesTags: false })).toEqual([
    { service: 'rds', operation: 'modifyDBCluster', input: { DBClusterIdentifier: 'shop', CopyTagsToSnapshot: true } },
  ]));

test('takes a cluster that does not say for one that copies none', async () => {
  const cloud = scriptedCloud().on('rds', 'describeDBClusters', () => ({
    DBClusters: [{ DBClusterIdentifier: 'shop', Status: 'available' }],
  }));
  const seen = await remedy.observe(cloud.reader(site));
  expect(remedy.wrong(seen)).toBe('its snapshots have none of its tags');
});

test('waits while the cluster fails over, and leaves one that is being deleted to a person', () => {
  expect(remedy.fix({ status: 'failing-over', copiesTags: false })).toEqual([]);
  expect(remedy.refuses({ status: 'deleting', copiesTags: false })).toMatch(/deleting/);
});
