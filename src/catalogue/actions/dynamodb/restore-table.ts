import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { call } from '#ports/cloud.ts';
import { Backup, listTables, newestBackup, readTable, Settings, Table, tableTags } from './table.ts';
import { lostScaling, scale, unscale, withScaling } from './table-scaling.ts';

const Known = z.object({ table: Table, tags: z.record(z.string(), z.string()), settings: Settings });
const State = z.object({
  ...Known.partial().shape,
  /** The table as it was last recorded, before it was deleted. */
  recorded: Known.optional(),
  /** The newest one; looked for only when the table is gone. */
  backup: Backup.optional(),
});
type State = z.infer<typeof State>;

export const restoreTable = defineAction({
  id: 'dynamodb.restore-table',
  title: 'Restore a deleted table from its newest backup, with its settings',
  resource: 'AWS::DynamoDB::Table',
  heals: [],
  params: z.object({ tableName: z.string().min(3) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ tableName: id }],
  list: listTables,
  tags: tableTags,

  risk: {
    level: 'medium',
    blastRadius: 'the table, which comes back as it was when the backup was made: later writes are not in it',
    outage: 'none',
  },
  cost: ({ table, backup }) =>
    table !== undefined || backup === undefined
      ? []
      : [{ what: `restoring ${backup.bytes} bytes`, unit: 'dynamodb:restore-gb', quantity: backup.bytes / 2 ** 30, per: 'once' }],
  permissions: {
    read: [
      'application-autoscaling:DescribeScalableTargets',
      'application-autoscaling:DescribeScalingPolicies',
      'dynamodb:DescribeTable',
      'dynamodb:ListTables',
      'dynamodb:ListTagsOfResource',
      'dynamodb:DescribeTimeToLive',
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:ListBackups',
    ],
    write: [
      'application-autoscaling:PutScalingPolicy',
      'application-autoscaling:RegisterScalableTarget',
      'dynamodb:RestoreTableFromBackup',
      'dynamodb:TagResource',
      'dynamodb:UpdateTimeToLive',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:UpdateTable',
    ],
    undo: ['application-autoscaling:DeregisterScalableTarget', 'dynamodb:UpdateTable', 'dynamodb:DeleteTable'],
    at: { 'cloudwatch:PutMetricAlarm': ['arn:{partition}:cloudwatch:{region}:{account}:alarm:TargetTracking-*'] },
    dependent: [
      'cloudwatch:PutMetricAlarm',
      'dynamodb:BatchWriteItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:UpdateItem',
      'iam:CreateServiceLinkedRole',
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:DescribeKey',
    ],
    on: [
      'arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*',
      'arn:{partition}:dynamodb:{region}:{account}:table/{tableName}',
      'arn:{partition}:dynamodb:{region}:{account}:table/{tableName}/*',
    ],
  },
  repeat: 'safe',
  rounds: 3,
  settles: '10m',
  keeps: 'safer',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { tableName }) {
    const [found, recorded] = await Promise.all([
      readTable(cloud, tableName),
      recordOf(cloud, { type: 'AWS::DynamoDB::Table', id: tableName }, Known),
    ]);
    return found === undefined ? { recorded, backup: await newestBackup(cloud, tableName) } : { ...found, recorded };
  },
  wrong(state) {
    const { table, recorded } = state;
    if (table === undefined)
      return recorded === undefined ? 'the table is gone, and its tags and settings were never recorded' : 'the table is gone';
    if (table.status === 'DELETING') return 'the table is being deleted';
    if (!table.restored) return undefined;
    if (table.status === 'CREATING') return 'the table is still being restored';
    const lost = lostSettings(state);
    if (lost.length > 0) return `the restored table lacks ${lost.join(', ')}`;
    return isNew(state) && table.status !== 'ACTIVE' ? `the restored table is still ${table.status}` : undefined;
  },
  refuses: ({ table, backup }) => (table === undefined && backup === undefined ? 'there is no backup of it at all' : undefined),
  fix(state, { tableName }) {
    const { table, backup } = state;
    if (table !== undefined) return table.status === 'ACTIVE' ? reapply(state, tableName) : [];
    return backup === undefined ? [] : [call('dynamodb', 'restoreTableFromBackup', { TargetTableName: tableName, BackupArn: backup.arn })];
  },
  after(state): State {
    const { table, recorded, backup, tags, settings } = state;
    if (table === undefined) {
      if (backup === undefined) return state;
      const restored = { arn: recorded?.table.arn ?? '', status: 'ACTIVE', restored: true };
      return { ...state, table: restored, tags: {}, settings: { deletionProtection: false } };
    }
    if (table.status !== 'ACTIVE' || recorded === undefined || lostSettings(state).length === 0) return state;
    const streamFirst = lostSettings(state).includes('its stream');
    const deletionProtection = settings?.deletionProtection === true || (recorded.settings.deletionProtection && !streamFirst);
    const scaling = withScaling(settings?.scaling, recorded.settings.scaling);
    const scaled = scaling.length === 0 ? {} : { scaling };
    return {
      ...state,
      tags: { ...tags, ...recorded.tags },
      settings: { ...settings, ...recorded.settings, ...scaled, deletionProtection },
    };
  },
  comparable: ({ table, tags, settings }) => ({ status: table?.status, tags, settings }),
  /** Deletes what was restored, and every write since: `keeps: 'safer'` leaves that to people. Settings that were brought back stay. */
  undo(before, now, { tableName }) {
    if (before.table !== undefined || now.table === undefined) return [];
    const open = call('dynamodb', 'updateTable', { TableName: tableName, DeletionProtectionEnabled: false });
    const gone = call('dynamodb', 'deleteTable', { TableName: tableName });
    const { scaling = [], deletionProtection } = now.settings ?? {};
    return [...scaling.map(unscale), ...(deletionProtection === true ? [open] : []), gone];
  },
});

/** Was the table restored after it was recorded? Settings that somebody changes on a table that was never away are his. */
const isNew = ({ table, recorded }: State): boolean =>
  table?.restored === true && recorded !== undefined && table.createdAt !== recorded.table.createdAt;

function lostSettings(state: State): string[] {
  const { recorded, tags = {}, settings } = state;
  if (!isNew(state) || recorded === undefined) return [];
  const { ttl, stream, pointInTimeDays, deletionProtection, scaling } = recorded.settings;
  return [
    ...(Object.entries(recorded.tags).every(([key, value]) => tags[key] === value) ? [] : ['its tags']),
    ...(ttl === undefined || settings?.ttl === ttl ? [] : ['its time to live']),
    ...(pointInTimeDays === undefined || settings?.pointInTimeDays === pointInTimeDays ? [] : ['point-in-time recovery']),
    ...(stream === undefined || settings?.stream === stream ? [] : ['its stream']),
    ...(lostScaling(scaling, settings?.scaling).length === 0 ? [] : ['its auto scaling']),
    ...(deletionProtection && settings?.deletionProtection !== true ? ['deletion protection'] : []),
  ];
}

/** One table update at a time: while a stream is being enabled the table takes no other, so deletion protection has its own round. */
function reapply(state: State, TableName: string): readonly Call[] {
  const { recorded, table, settings } = state;
  const lost = new Set(lostSettings(state));
  if (recorded === undefined || table === undefined) return [];
  const { ttl, stream, pointInTimeDays } = recorded.settings;
  const Tags = Object.entries(recorded.tags).map(([Key, Value]) => ({ Key, Value }));
  const recovery = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: pointInTimeDays };
  const streaming = { StreamEnabled: true, StreamViewType: stream };
  return [
    ...(lost.has('its tags') ? [call('dynamodb', 'tagResource', { ResourceArn: table.arn, Tags })] : []),
    ...(lost.has('its time to live')
      ? [call('dynamodb', 'updateTimeToLive', { TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: ttl } })]
      : []),
    ...(lost.has('point-in-time recovery')
      ? [call('dynamodb', 'updateContinuousBackups', { TableName, PointInTimeRecoverySpecification: recovery })]
      : []),
    ...(lost.has('its auto scaling') ? lostScaling(recorded.settings.scaling, settings?.scaling).flatMap(scale) : []),
    ...(lost.has('its stream') ? [call('dynamodb', 'updateTable', { TableName, StreamSpecification: streaming })] : []),
    ...(lost.has('deletion protection') && !lost.has('its stream')
      ? [call('dynamodb', 'updateTable', { TableName, DeletionProtectionEnabled: true })]
      : []),
  ];
}
