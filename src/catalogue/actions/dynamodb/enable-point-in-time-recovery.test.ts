import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enablePointInTimeRecovery } from './enable-point-in-time-recovery.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enablePointInTimeRecovery.with({ tableName: 'orders' });
const off = { status: 'ACTIVE', recovery: false, bytes: 5 * 2 ** 30 };

test('is priced by the size of the table, and free when it is on already', () => {
  expect(remedy.cost(off)).toMatchObject([{ unit: 'dynamodb:recovery-gb', quantity: 5, per: 'month' }]);
  expect(remedy.cost({ ...off, recovery: true })).toEqual([]);
});

test('waits while the table is updated, and leaves an archived one to a person', () => {
  expect(remedy.fix({ ...off, status: 'UPDATING' })).toEqual([]);
  expect(remedy.refuses({ ...off, status: 'UPDATING' })).toBeUndefined();
  expect(remedy.refuses({ ...off, status: 'ARCHIVED' })).toMatch(/ARCHIVED/);
});

test('backups that are on without recovery are not enough', async () => {
  const cloud = scriptedCloud()
    .on('dynamodb', 'describeTable', () => ({ Table: { TableStatus: 'ACTIVE' as const } }))
    .on('dynamodb', 'describeContinuousBackups', () => ({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED' as const,
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' as const },
      },
    }));
  expect(await remedy.observe(cloud.reader(site))).toEqual({ ...off, bytes: 0 });
});

test('a table that vanishes between two reads is gone', async () => {
  const cloud = scriptedCloud()
    .on('dynamodb', 'describeTable', () => ({ Table: { TableStatus: 'ACTIVE' as const } }))
    .on('dynamodb', 'describeContinuousBackups', () => {
      throw awsError('TableNotFoundException', { code: 'no-such-resource' });
    });
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});
