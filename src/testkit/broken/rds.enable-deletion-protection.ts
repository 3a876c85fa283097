import { allDatabasesBut, makeDatabase } from './databases.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allDatabasesBut(clients, text(params, 'instance'), ['DeletionProtection']);
const lift: Variant['break'] = ({ rds }, params) =>
  rds.modifyDBInstance({ DBInstanceIdentifier: text(params, 'instance'), DeletionProtection: false });

export const variants: readonly Variant[] = [
  {
    title: 'the protection of one of two instances is lifted',
    async setUp(clients) {
      await makeDatabase(clients, 'scratch');
      return { instance: await makeDatabase(clients, 'orders', { DeletionProtection: true }) };
    },
    break: lift,
    neighbours,
  },
  {
    title: 'an instance that is public and has a snapshot never had one',
    async setUp(clients) {
      const instance = await makeDatabase(clients, 'reports', { PubliclyAccessible: true });
      await clients.rds.createDBSnapshot({ DBInstanceIdentifier: instance, DBSnapshotIdentifier: 'reports-before' });
      return { instance };
    },
    break: async () => {},
    neighbours,
  },
  {
    title: 'the protection of a tagged MySQL instance is lifted, beside a cluster without one',
    async setUp(clients) {
      await clients.rds.createDBCluster({
        DBClusterIdentifier: 'shop',
        Engine: 'aurora-postgresql',
        MasterUsername: 'shop',
        MasterUserPassword: 'only-in-the-emulator',
      });
      const more = { Engine: 'mysql', DeletionProtection: true, Tags: [{ Key: 'owner', Value: 'shop' }] };
      return { instance: await makeDatabase(clients, 'invoices', more) };
    },
    break: lift,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
