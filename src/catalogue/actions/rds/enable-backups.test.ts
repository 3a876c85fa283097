import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableBackups } from './enable-backups.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableBackups.with({ instance: 'orders', days: 7 });
const none = { status: 'available', days: 0, gigabytes: 100, pending: [] };

test('says whether there are no backups or too few', () => {
  expect(remedy.wrong(none)).toBe('the instance has no automated backups');
  expect(remedy.wrong({ ...none, days: 3 })).toBe('its backups are kept for 3 days, not for 7');
  expect(remedy.wrong({ ...none, days: 30 })).toBeUndefined();
});

test('turns them on at once, and does not shorten what is kept longer', () => {
  expect(remedy.fix(none)).toMatchObject([{ input: { BackupRetentionPeriod: 7, ApplyImmediately: true } }]);
  expect(remedy.fix({ ...none, days: 30 })).toEqual([]);
});

test('does not drag in a change that waits for the maintenance window', () => {
  expect(remedy.refuses({ ...none, pending: ['DBInstanceClass', 'BackupRetentionPeriod'] })).toBe(
    'DBInstanceClass waits for the maintenance window and would be applied at once with it',
  );
  expect(remedy.refuses({ ...none, pending: ['BackupRetentionPeriod'] })).toBeUndefined();
});

test('leaves replicas to a person, and members of a cluster to the cluster', () => {
  expect(remedy.refuses({ ...none, replicaOf: 'shop' })).toMatch(/replica of shop/);
  expect(remedy.refuses({ ...none, recoveryPoint: 'arn:aws:backup:eu-west-1:123456789012:recovery-point:continuous:orders' })).toMatch(
    /AWS Backup keeps its backups/,
  );
  expect(remedy.wrong({ ...none, cluster: 'shop' })).toBeUndefined();
});

test('is priced by the days that are added', () => {
  expect(remedy.cost(none)).toMatchObject([{ unit: 'rds:backup-gb', quantity: 35, per: 'month' }]);
  expect(remedy.cost({ ...none, days: 7 })).toMatchObject([{ quantity: 0 }]);
});

test('an instance of which AWS tells no retention has no backups', async () => {
  const cloud = scriptedCloud().on('rds', 'describeDBInstances', () => ({
    DBInstances: [
      {
        DBInstanceStatus: 'available',
        AllocatedStorage: 20,
        PendingModifiedValues: { EngineVersion: '16.4', ProcessorFeatures: [], MultiAZ: true },
      },
    ],
  }));
  expect(await remedy.observe(cloud.reader(site))).toEqual({
    status: 'available',
    days: 0,
    gigabytes: 20,
    pending: ['EngineVersion', 'MultiAZ'],
  });
});
