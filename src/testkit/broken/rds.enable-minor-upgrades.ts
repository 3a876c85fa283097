import { allDatabasesBut, makeDatabase } from './databases.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) =>
  allDatabasesBut(clients, text(params, 'instance'), ['AutoMinorVersionUpgrade']);
const freeze: Variant['break'] = ({ rds }, params) =>
  rds.modifyDBInstance({ DBInstanceIdentifier: text(params, 'instance'), AutoMinorVersionUpgrade: false });

export const variants: readonly Variant[] = [
  {
    title: 'one of two instances is frozen',
    async setUp(clients) {
      await makeDatabase(clients, 'old', { AutoMinorVersionUpgrade: false });
      return { instance: await makeDatabase(clients, 'orders', { AutoMinorVersionUpgrade: true }) };
    },
    break: freeze,
    neighbours,
  },
  {
    title: 'a protected MySQL instance is frozen',
    async setUp(clients) {
      const more = { Engine: 'mysql', DeletionProtection: true, AutoMinorVersionUpgrade: true };
      return { instance: await makeDatabase(clients, 'invoices', more) };
    },
    break: freeze,
    neighbours,
  },
  {
    title: 'an instance with a snapshot was made without them',
    async setUp(clients) {
      const instance = await makeDatabase(clients, 'reports', { AutoMinorVersionUpgrade: false, Tags: [{ Key: 'owner', Value: 'data' }] });
      await clients.rds.createDBSnapshot({ DBInstanceIdentifier: instance, DBSnapshotIdentifier: 'reports-before' });
      return { instance };
    },
    break: async () => {},
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
