import { allDatabasesBut, makeDatabase } from './databases.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allDatabasesBut(clients, text(params, 'instance'), ['CopyTagsToSnapshot']);
const cease: Variant['break'] = ({ rds }, params) =>
  rds.modifyDBInstance({ DBInstanceIdentifier: text(params, 'instance'), CopyTagsToSnapshot: false });

export const variants: readonly Variant[] = [
  {
    title: 'the copying of one of two instances is turned off',
    async setUp(clients) {
      await makeDatabase(clients, 'scratch');
      return { instance: await makeDatabase(clients, 'orders', { CopyTagsToSnapshot: true }) };
    },
    break: cease,
    neighbours,
  },
  {
    title: 'an instance that is public and has a snapshot never copied them',
    async setUp(clients) {
      const instance = await makeDatabase(clients, 'reports', { PubliclyAccessible: true });
      await clients.rds.createDBSnapshot({ DBInstanceIdentifier: instance, DBSnapshotIdentifier: 'reports-before' });
      return { instance };
    },
    break: async () => {},
    neighbours,
  },
  {
    title: 'the copying of a tagged MySQL instance is turned off, beside a cluster that copies none',
    async setUp(clients) {
      await clients.rds.createDBCluster({
        DBClusterIdentifier: 'shop',
        Engine: 'aurora-postgresql',
        MasterUsername: 'shop',
        MasterUserPassword: 'only-in-the-emulator',
      });
      const more = { Engine: 'mysql', CopyTagsToSnapshot: true, Tags: [{ Key: 'owner', Value: 'shop' }] };
      return { instance: await makeDatabase(clients, 'invoices', more) };
    },
    break: cease,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
