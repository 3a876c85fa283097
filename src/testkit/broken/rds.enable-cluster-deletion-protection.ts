import { allDatabasesBut, makeDatabase } from './databases.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

async function makeCluster({ rds }: Clients, id: string, DeletionProtection: boolean, Engine = 'aurora-postgresql'): Promise<string> {
  await rds.createDBCluster({
    DBClusterIdentifier: id,
    Engine,
    MasterUsername: 'shop',
    MasterUserPassword: 'only-in-the-emulator',
    DeletionProtection,
    Tags: [{ Key: 'owner', Value: 'shop' }],
  });
  return id;
}
const neighbours: Variant['neighbours'] = (clients, params) => allDatabasesBut(clients, text(params, 'cluster'), ['DeletionProtection']);
const lift: Variant['break'] = ({ rds }, params) =>
  rds.modifyDBCluster({ DBClusterIdentifier: text(params, 'cluster'), DeletionProtection: false });

export const variants: readonly Variant[] = [
  {
    title: 'the protection of one of two clusters is lifted',
    async setUp(clients) {
      await makeCluster(clients, 'scratch', false);
      return { cluster: await makeCluster(clients, 'shop', true) };
    },
    break: lift,
    neighbours,
  },
  {
    title: 'a cluster beside an instance never had one',
    async setUp(clients) {
      await makeDatabase(clients, 'orders', { DeletionProtection: true });
      return { cluster: await makeCluster(clients, 'reports', false, 'aurora-mysql') };
    },
    break: async () => {},
    neighbours,
  },
  {
    title: 'the protection of a cluster with a member is lifted',
    async setUp(clients) {
      const cluster = await makeCluster(clients, 'invoices', true);
      await clients.rds.createDBInstance({
        DBInstanceIdentifier: 'invoices-1',
        DBClusterIdentifier: cluster,
        DBInstanceClass: 'db.r6g.large',
        Engine: 'aurora-postgresql',
      });
      return { cluster };
    },
    break: lift,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
