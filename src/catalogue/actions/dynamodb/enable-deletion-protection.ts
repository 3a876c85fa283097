import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listTables, tableTags } from './table.ts';
import { whyTableStuck } from './table-status.ts';

const State = z.object({ status: z.string(), deletionProtection: z.boolean() });
type State = z.infer<typeof State>;

export const enableDeletionProtection = defineAction({
  id: 'dynamodb.enable-deletion-protection',
  title: 'Protect a table against deletion',
  resource: 'AWS::DynamoDB::Table',
  heals: ['securityhub:DynamoDB.6', 'config:dynamodb-table-deletion-protection-enabled'],
  params: z.object({ tableName: z.string().min(3) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ tableName: id }],
  list: listTables,
  tags: tableTags,

  risk: { level: 'low', blastRadius: 'whoever deletes the table, and has to lift the protection first', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['dynamodb:DescribeTable', 'dynamodb:ListTables', 'dynamodb:ListTagsOfResource'],
    write: ['dynamodb:UpdateTable'],
    undo: ['dynamodb:UpdateTable'],
    dependent: [],
    on: ['arn:{partition}:dynamodb:{region}:{account}:table/{tableName}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { tableName }) {
    const { Table } = await cloud.read('dynamodb', 'describeTable', { TableName: tableName });
    return State.parse({ status: Table?.TableStatus, deletionProtection: Table?.DeletionProtectionEnabled ?? false });
  },
  wrong: ({ deletionProtection }) => (deletionProtection ? undefined : 'the table can be deleted at once: its deletion protection is off'),
  refuses: ({ status, deletionProtection }) => (deletionProtection ? undefined : whyTableStuck(status)),
  fix: ({ status, deletionProtection }, { tableName }) =>
    !deletionProtection && status === 'ACTIVE'
      ? [call('dynamodb', 'updateTable', { TableName: tableName, DeletionProtectionEnabled: true })]
      : [],
  after: (state): State => (state.status === 'ACTIVE' ? { ...state, deletionProtection: true } : state),
  comparable: ({ deletionProtection }) => ({ deletionProtection }),
  undo: (before, now, { tableName }) =>
    !before.deletionProtection && now.deletionProtection
      ? [call('dynamodb', 'updateTable', { TableName: tableName, DeletionProtectionEnabled: false })]
      : [],
});
