import { allDatabasesBut, makeDatabase } from './databases.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allDatabasesBut(clients, text(params, 'instance'), ['PubliclyAccessible']);
const open: Variant['break'] = ({ rds }, params) =>
  rds.modifyDBInstance({ DBInstanceIdentifier: text(params, 'instance'), PubliclyAccessible: true });

export const variants: readonly Variant[] = [
  {
    title: 'one of two instances is opened',
    async setUp(clients) {
      await makeDatabase(clients, 'public-on-purpose', { PubliclyAccessible: true });
      return { instance: await makeDatabase(clients, 'orders', { Tags: [{ Key: 'environment', Value: 'staging' }] }) };
    },
    break: open,
    neighbours,
  },
  {
    title: 'a protected MySQL instance is opened that keeps backups',
    async setUp(clients) {
      const protection = { DeletionProtection: true, BackupRetentionPeriod: 30, Engine: 'mysql' };
      return { instance: await makeDatabase(clients, 'invoices', protection) };
    },
    break: open,
    neighbours,
  },
  {
    title: 'an instance is opened that has a snapshot and no minor upgrades',
    async setUp(clients) {
      const instance = await makeDatabase(clients, 'reports', { AutoMinorVersionUpgrade: false });
      await clients.rds.createDBSnapshot({ DBInstanceIdentifier: instance, DBSnapshotIdentifier: 'reports-before' });
      return { instance };
    },
    break: open,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
