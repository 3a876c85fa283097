import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableDeletionProtection } from './enable-deletion-protection.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableDeletionProtection.with({ instance: 'orders' });
const bare = { status: 'available', deletionProtection: false };

test('changes that one attribute, and applies nothing else that waits for the maintenance window', () =>
  expect(remedy.fix(bare)).toMatchObject([{ input: { DBInstanceIdentifier: 'orders', DeletionProtection: true } }]));

test('leaves the members of a cluster to the cluster, which carries the protection', async () => {
  const cloud = scriptedCloud().on('rds', 'describeDBInstances', () => ({
    DBInstances: [{ DBInstanceStatus: 'available', DeletionProtection: false, DBClusterIdentifier: 'shop' }],
  }));
  const seen = await remedy.observe(cloud.reader(site));
  expect(seen).toEqual({ ...bare, cluster: 'shop' });
  expect(remedy.wrong(seen)).toBeUndefined();
  expect(remedy.fix(seen)).toEqual([]);
});

test('leaves an instance that is being deleted to a person', () =>
  expect(remedy.refuses({ ...bare, status: 'deleting' })).toBe('it is deleting: AWS does not let its settings be changed'));

test('lifts the protection again only when it was not there before', () => {
  const healed = { ...bare, deletionProtection: true };
  expect(remedy.undo(bare, healed)).toMatchObject([{ input: { DeletionProtection: false } }]);
  expect(remedy.undo(healed, healed)).toEqual([]);
});
