import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { makeInstancePrivate } from './make-instance-private.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = makeInstancePrivate.with({ instance: 'orders' });

test('changes that one setting of the instance', () =>
  expect(remedy.fix({ status: 'available', settings: { PubliclyAccessible: true } })).toEqual([
    { service: 'rds', operation: 'modifyDBInstance', input: { DBInstanceIdentifier: 'orders', PubliclyAccessible: false } },
  ]));

test('closes a public member of a cluster by itself: no cluster decides this', async () => {
  const cloud = scriptedCloud().on('rds', 'describeDBInstances', () => ({
    DBInstances: [{ DBInstanceStatus: 'available', PubliclyAccessible: true, DBClusterIdentifier: 'shop' }],
  }));
  expect(remedy.fix(await remedy.observe(cloud.reader(site)))).toHaveLength(1);
});
