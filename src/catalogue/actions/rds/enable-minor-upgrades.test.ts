import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableMinorUpgrades } from './enable-minor-upgrades.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableMinorUpgrades.with({ instance: 'orders' });

test('changes that one setting of the instance', () =>
  expect(remedy.fix({ status: 'available', settings: { AutoMinorVersionUpgrade: false } })).toEqual([
    { service: 'rds', operation: 'modifyDBInstance', input: { DBInstanceIdentifier: 'orders', AutoMinorVersionUpgrade: true } },
  ]));

test('leaves DocumentDB alone, which takes no minor upgrades whatever the setting says', async () => {
  const cloud = scriptedCloud().on('rds', 'describeDBInstances', () => ({
    DBInstances: [{ DBInstanceStatus: 'available', AutoMinorVersionUpgrade: false, Engine: 'docdb' }],
  }));
  const seen = await remedy.observe(cloud.reader(site));
  expect([remedy.wrong(seen), remedy.fix(seen)]).toEqual([undefined, []]);
});
