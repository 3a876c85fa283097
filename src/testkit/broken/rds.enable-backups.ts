import { allDatabasesBut, makeDatabase } from './databases.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) =>
  allDatabasesBut(clients, text(params, 'instance'), ['BackupRetentionPeriod']);
const keep =
  (days: number): Variant['break'] =>
  ({ rds }, params) =>
    rds.modifyDBInstance({ DBInstanceIdentifier: text(params, 'instance'), BackupRetentionPeriod: days, ApplyImmediately: true });

export const variants: readonly Variant[] = [
  {
    title: 'the backups of one of two instances are switched off',
    async setUp(clients) {
      await makeDatabase(clients, 'scratch', { BackupRetentionPeriod: 0 });
      return { instance: await makeDatabase(clients, 'orders'), days: 7 };
    },
    break: keep(0),
    neighbours,
  },
  {
    title: 'a protected MySQL instance keeps its backups for a day only',
    async setUp(clients) {
      return { instance: await makeDatabase(clients, 'invoices', { Engine: 'mysql', DeletionProtection: true }), days: 7 };
    },
    break: keep(1),
    neighbours,
  },
  {
    title: 'more days are asked for than a tagged instance with a snapshot keeps',
    async setUp(clients) {
      const instance = await makeDatabase(clients, 'reports', { BackupRetentionPeriod: 21, Tags: [{ Key: 'owner', Value: 'data' }] });
      await clients.rds.createDBSnapshot({ DBInstanceIdentifier: instance, DBSnapshotIdentifier: 'reports-before' });
      return { instance, days: 21 };
    },
    break: keep(14),
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
