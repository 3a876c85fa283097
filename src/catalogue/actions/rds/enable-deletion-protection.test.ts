import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableDeletionProtection } from './enable-deletion-protection.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableDeletionProtection.with({ instance: 'orders' });

test('changes that one setting of the instance', () =>
  expect(remedy.fix({ status: 'available', settings: { DeletionProtection: false } })).toEqual([
    { service: 'rds', operation: 'modifyDBInstance', input: { DBInstanceIdentifier: 'orders', DeletionProtection: true } },
  ]));

test('leaves the members of a cluster to the cluster, which carries the protection', async () => {
  const cloud = scriptedCloud().on('rds', 'describeDBInstances', () => ({
    DBInstances: [{ DBInstanceStatus: 'available', DeletionProtection: false, DBClusterIdentifier: 'shop' }],
  }));
  const seen = await remedy.observe(cloud.reader(site));
  expect([remedy.wrong(seen), remedy.fix(seen)]).toEqual([undefined, []]);
});
