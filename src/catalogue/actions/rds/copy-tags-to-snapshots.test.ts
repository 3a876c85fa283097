import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { copyTagsToSnapshots } from './copy-tags-to-snapshots.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = copyTagsToSnapshots.with({ instance: 'orders' });

test('changes that one setting of the instance', () =>
  expect(remedy.fix({ status: 'available', settings: { CopyTagsToSnapshot: false } })).toEqual([
    { service: 'rds', operation: 'modifyDBInstance', input: { DBInstanceIdentifier: 'orders', CopyTagsToSnapshot: true } },
  ]));

test('leaves the members of a cluster to the cluster, which decides for them', async () => {
  const cloud = scriptedCloud().on('rds', 'describeDBInstances', () => ({
    DBInstances: [{ DBInstanceStatus: 'available', CopyTagsToSnapshot: false, DBClusterIdentifier: 'shop' }],
  }));
  const seen = await remedy.observe(cloud.reader(site));
  expect([remedy.wrong(seen), remedy.fix(seen)]).toEqual([undefined, []]);
});
