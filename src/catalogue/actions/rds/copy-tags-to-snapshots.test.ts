import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { copyTagsToSnapshots } from './copy-tags-to-snapshots.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = copyTagsToSnapshots.with({ instance: 'orders' });
const bare = { status: 'available', copiesTags: false };

test('changes that one attribute, and applies nothing else that waits for the maintenance window', () =>
  expect(remedy.fix(bare)).toEqual([
    { service: 'rds', operation: 'modifyDBInstance', input: { DBInstanceIdentifier: 'orders', CopyTagsToSnapshot: true } },
  ]));

test('leaves the members of a cluster to the cluster, which decides for them', async () => {
  const cloud = scriptedCloud().on('rds', 'describeDBInstances', () => ({
    DBInstances: [{ DBInstanceStatus: 'available', CopyTagsToSnapshot: false, DBClusterIdentifier: 'shop' }],
  }));
  const seen = await remedy.observe(cloud.reader(site));
  expect(seen).toEqual({ ...bare, cluster: 'shop' });
  expect(remedy.wrong(seen)).toBeUndefined();
});

test('ceases again only when it did not copy before', () => {
  const healed = { ...bare, copiesTags: true };
  expect(remedy.undo(bare, healed)).toMatchObject([{ input: { CopyTagsToSnapshot: false } }]);
  expect(remedy.undo(healed, healed)).toEqual([]);
});
