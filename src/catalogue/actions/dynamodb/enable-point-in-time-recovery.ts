import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listTables, tableTags } from './table.ts';
import { whyTableStuck } from './table-status.ts';

const State = z.object({ status: z.string(), recovery: z.boolean(), bytes: z.number() });
type State = z.infer<typeof State>;

export const enablePointInTimeRecovery = defineAction({
  id: 'dynamodb.enable-point-in-time-recovery',
  title: 'Turn on point-in-time recovery of a table',
  resource: 'AWS::DynamoDB::Table',
  heals: ['securityhub:DynamoDB.2', 'config:dynamodb-pitr-enabled'],
  params: z.object({ tableName: z.string().min(3) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ tableName: id }],
  list: listTables,
  tags: tableTags,

  risk: { level: 'low', blastRadius: 'the table, which keeps its last 35 days', outage: 'none' },
  cost: ({ recovery, bytes }) =>
    recovery ? [] : [{ what: `recovery of ${bytes} bytes`, unit: 'dynamodb:recovery-gb', quantity: bytes / 2 ** 30, per: 'month' }],
  permissions: {
    read: ['dynamodb:DescribeTable', 'dynamodb:DescribeContinuousBackups', 'dynamodb:ListTables', 'dynamodb:ListTagsOfResource'],
    write: ['dynamodb:UpdateContinuousBackups'],
    undo: ['dynamodb:UpdateContinuousBackups'],
    dependent: [],
    on: ['arn:{partition}:dynamodb:{region}:{account}:table/{tableName}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '5m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { tableName }) {
    const [{ Table }, { ContinuousBackupsDescription }] = await Promise.all([
      cloud.read('dynamodb', 'describeTable', { TableName: tableName }),
      cloud.read('dynamodb', 'describeContinuousBackups', { TableName: tableName }),
    ]);
    const { PointInTimeRecoveryStatus } = ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
    return State.parse({
      status: Table?.TableStatus,
      recovery: PointInTimeRecoveryStatus === 'ENABLED',
      bytes: Table?.TableSizeBytes ?? 0,
    });
  },
  wrong: ({ recovery }) => (recovery ? undefined : 'the table cannot be restored to a point in time'),
  refuses: ({ status, recovery }) => (recovery ? undefined : whyTableStuck(status)),
  /** Days are left to AWS, which keeps 35: a shorter window that somebody chose before is not known once recovery is off. */
  fix: ({ status, recovery }, { tableName }) => (!recovery && status === 'ACTIVE' ? [set(tableName, true)] : []),
  after: (state): State => (state.status === 'ACTIVE' ? { ...state, recovery: true } : state),
  comparable: ({ recovery }) => ({ recovery }),
  /** Forgets every second that could be restored since: `keeps: 'safer'` leaves that to people. */
  undo: (before, now, { tableName }) => (!before.recovery && now.recovery ? [set(tableName, false)] : []),
});

const set = (TableName: string, PointInTimeRecoveryEnabled: boolean) =>
  call('dynamodb', 'updateContinuousBackups', { TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled } });
