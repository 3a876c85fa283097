import { allTablesBut, makeTable } from './tables.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allTablesBut(clients, text(params, 'tableName'), 'recovery');
const recovery = ({ dynamodb }: Clients, TableName: string, PointInTimeRecoveryEnabled: boolean): Promise<unknown> =>
  dynamodb.updateContinuousBackups({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled } });
const turnOff: Variant['break'] = (clients, params) => recovery(clients, text(params, 'tableName'), false);

export const variants: readonly Variant[] = [
  {
    title: 'the recovery of one of two tables is turned off',
    async setUp(clients) {
      await recovery(clients, await makeTable(clients, 'customers'), true);
      const tableName = await makeTable(clients, 'orders');
      await recovery(clients, tableName, true);
      return { tableName };
    },
    break: turnOff,
    neighbours,
  },
  {
    title: 'a protected, tagged table never had it',
    setUp: async (clients) => ({
      tableName: await makeTable(clients, 'events', { DeletionProtectionEnabled: true, Tags: [{ Key: 'owner', Value: 'shop' }] }),
    }),
    break: async () => {},
    neighbours,
  },
  {
    title: 'the recovery of a table with a backup of its own is turned off',
    async setUp(clients) {
      const TableName = await makeTable(clients, 'invoices');
      await recovery(clients, TableName, true);
      await clients.dynamodb.createBackup({ TableName, BackupName: 'nightly' });
      return { tableName: TableName };
    },
    break: turnOff,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
