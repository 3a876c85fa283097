import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { restoreTable } from './restore-table.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = restoreTable.with({ tableName: 'orders' });
const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders';
const table = { arn, status: 'ACTIVE', createdAt: '2026-01-02T03:04:05.000Z', restored: false };
const recorded = {
  table,
  tags: { environment: 'staging' },
  settings: { ttl: 'until', stream: 'NEW_IMAGE', pointInTimeDays: 35, deletionProtection: true },
};
const bare = {
  table: { ...table, createdAt: '2026-11-20T10:00:00.000Z', restored: true },
  tags: {},
  settings: { deletionProtection: false },
};
const backup = { arn: `${arn}/backup/01`, type: 'SYSTEM', at: '2026-11-20T09:00:00.000Z', bytes: 3 * 2 ** 30 };

test('restores in three rounds: the table, its settings, its deletion protection', () => {
  const operations: string[][] = [];
  let state: Parameters<typeof remedy.fix>[0] = { recorded, backup };
  for (let calls = remedy.fix(state); calls.length > 0; calls = remedy.fix(state)) {
    operations.push(calls.map(({ operation }) => operation));
    state = remedy.after(state);
  }
  expect(operations).toEqual([
    ['restoreTableFromBackup'],
    ['tagResource', 'updateTimeToLive', 'updateContinuousBackups', 'updateTable'],
    ['updateTable'],
  ]);
});

test('names what a restored table lacks', () => {
  expect(remedy.wrong({ ...bare, recorded })).toBe(
    'the restored table lacks its tags, its time to live, point-in-time recovery, its stream, deletion protection',
  );
});

test('settings that somebody changes on a table that was never away are his', () => {
  expect(remedy.wrong({ ...bare, table, recorded })).toBeUndefined();
  expect(remedy.wrong({ ...bare, table: { ...table, restored: true }, recorded })).toBeUndefined();
});

test('sets up again what scaled the table and its indexes, and ends it before the table is deleted again', () => {
  const tracks = { TargetValue: 70, PredefinedMetricSpecification: { PredefinedMetricType: 'DynamoDBReadCapacityUtilization' } };
  const scaling = [
    { resource: 'table/orders', dimension: 'dynamodb:table:ReadCapacityUnits', min: 5, max: 100, policies: [{ name: 'follow', tracks }] },
    { resource: 'table/orders/index/by-day', dimension: 'dynamodb:index:ReadCapacityUnits', min: 1, max: 9, policies: [] },
  ];
  const good = { ...recorded, tags: {}, settings: { deletionProtection: false, scaling } };
  const state = { ...bare, recorded: good };
  expect(remedy.wrong(state)).toBe('the restored table lacks its auto scaling');
  expect(remedy.fix(state)).toMatchObject([
    { operation: 'registerScalableTarget', input: { ResourceId: 'table/orders', MinCapacity: 5, MaxCapacity: 100 } },
    { operation: 'putScalingPolicy', input: { PolicyName: 'follow', TargetTrackingScalingPolicyConfiguration: tracks } },
    { operation: 'registerScalableTarget', input: { ResourceId: 'table/orders/index/by-day' } },
  ]);
  const healed = remedy.after(state);
  expect(remedy.wrong(healed)).toBeUndefined();
  expect(remedy.undo({ recorded: good, backup }, healed).map(({ operation }) => operation)).toEqual([
    'deregisterScalableTarget',
    'deregisterScalableTarget',
    'deleteTable',
  ]);
  expect(remedy.fix({ ...bare, table, recorded: good }), 'on a table that was never away it is somebody’s choice').toEqual([]);
});

test('waits while the table is being deleted, restored or updated', () => {
  for (const status of ['DELETING', 'CREATING', 'UPDATING']) {
    const state = { ...bare, table: { ...bare.table, status }, recorded };
    expect(remedy.wrong(state)).toBeDefined();
    expect(remedy.fix(state)).toEqual([]);
  }
});

test('without a backup only a person can help', () => {
  expect(remedy.wrong({ recorded })).toBe('the table is gone');
  expect(remedy.refuses({ recorded })).toBe('there is no backup of it at all');
});

test('rolled back by a person, it lifts its deletion protection before it deletes the table', () => {
  const healed = { ...bare, settings: { deletionProtection: true }, recorded };
  expect(remedy.undo({ recorded, backup }, healed).map(({ operation }) => operation)).toEqual(['updateTable', 'deleteTable']);
  expect(remedy.undo(bare, healed)).toEqual([]);
});

test('is priced by the size of the backup', () => {
  expect(remedy.cost({ backup })).toMatchObject([{ unit: 'dynamodb:restore-gb', quantity: 3, per: 'once' }]);
});

test('takes the newest backup of any kind that is ready and belongs to the table', async () => {
  const made = (name: string, hour: number, more: object = {}) => ({
    TableName: 'orders',
    BackupArn: `${arn}/backup/${name}`,
    BackupStatus: 'AVAILABLE' as const,
    BackupType: 'USER' as const,
    BackupCreationDateTime: new Date(Date.UTC(2026, 10, 20, hour)),
    ...more,
  });
  const cloud = scriptedCloud()
    .on('dynamodb', 'describeTable', () => {
      throw awsError('ResourceNotFoundException', { code: 'no-such-resource' });
    })
    .on('dynamodb', 'listBackups', ({ BackupType }) => ({
      BackupSummaries:
        BackupType === 'AWS_BACKUP'
          ? [made('vault', 7, { BackupType: 'AWS_BACKUP' })]
          : [
              made('old', 5),
              made('last', 8, { BackupType: 'SYSTEM' }),
              made('late', 9, { BackupStatus: 'CREATING' }),
              made('other', 9, { TableName: 'carts' }),
            ],
    }));
  expect(remedy.fix(await remedy.observe(cloud.reader(site)))).toMatchObject([
    { input: { TargetTableName: 'orders', BackupArn: `${arn}/backup/last` } },
  ]);
});
