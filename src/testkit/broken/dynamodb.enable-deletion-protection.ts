import { allTablesBut, makeTable } from './tables.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allTablesBut(clients, text(params, 'tableName'), 'protection');
const lift: Variant['break'] = ({ dynamodb }, params) =>
  dynamodb.updateTable({ TableName: text(params, 'tableName'), DeletionProtectionEnabled: false });

export const variants: readonly Variant[] = [
  {
    title: 'the protection of one of two tables is lifted',
    async setUp(clients) {
      await makeTable(clients, 'scratch');
      return { tableName: await makeTable(clients, 'orders', { DeletionProtectionEnabled: true }) };
    },
    break: lift,
    neighbours,
  },
  {
    title: 'a tagged table with a stream and recovery never had one',
    async setUp(clients) {
      const tableName = await makeTable(clients, 'events', {
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
        Tags: [{ Key: 'owner', Value: 'shop' }],
      });
      const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
      await clients.dynamodb.updateContinuousBackups({ TableName: tableName, PointInTimeRecoverySpecification });
      return { tableName };
    },
    break: async () => {},
    neighbours,
  },
  {
    title: 'the protection of a provisioned table with a time to live is lifted',
    async setUp(clients) {
      const TableName = await makeTable(clients, 'sessions', {
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 1 },
        DeletionProtectionEnabled: true,
      });
      await clients.dynamodb.updateTimeToLive({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' } });
      return { tableName: TableName };
    },
    break: lift,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
