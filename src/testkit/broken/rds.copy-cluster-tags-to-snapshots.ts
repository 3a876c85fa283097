import { allDatabasesBut, makeDatabase } from './databases.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

async function makeCluster({ rds }: Clients, id: string, CopyTagsToSnapshot: boolean, Engine = 'aurora-postgresql'): Promise<string> {
  await rds.createDBCluster({
    DBClusterIdentifier: id,
    Engine,
    MasterUsername: 'shop',
    MasterUserPassword: 'only-in-the-emulator',
    CopyTagsToSnapshot,
    Tags: [{ Key: 'owner', Value: 'shop' }],
  });
  return id;
}
const neighbours: Variant['neighbours'] = (clients, params) => allDatabasesBut(clients, text(params, 'cluster'), ['CopyTagsToSnapshot']);
const cease: Variant['break'] = ({ rds }, params) =>
  rds.modifyDBCluster({ DBClusterIdentifier: text(params, 'cluster'), CopyTagsToSnapshot: false });

export const variants: readonly Variant[] = [
  {
    title: 'the copying of one of two clusters is turned off',
    async setUp(clients) {
      await makeCluster(clients, 'scratch', false);
      return { cluster: await makeCluster(clients, 'shop', true) };
    },
    break: cease,
    neighbours,
  },
  {
    title: 'a cluster beside an instance never copied them',
    async setUp(clients) {
      await makeDatabase(clients, 'orders', { CopyTagsToSnapshot: true });
      return { cluster: await makeCluster(clients, 'reports', false, 'aurora-mysql') };
    },
    break: async () => {},
    neighbours,
  },
  {
    title: 'the copying of a cluster with a member is turned off',
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
    break: cease,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
