import type { CreateDBInstanceCommandInput } from '@aws-sdk/client-rds';
import type { Json } from '#domain/json.ts';
import { type Clients, text, told, type Variant } from './variant.ts';

/** Makes a small PostgreSQL instance, unless told otherwise. */
export async function makeDatabase({ rds }: Clients, id: string, more: Partial<CreateDBInstanceCommandInput> = {}): Promise<string> {
  await rds.createDBInstance({
    DBInstanceIdentifier: id,
    DBInstanceClass: 'db.t3.micro',
    Engine: 'postgres',
    AllocatedStorage: 20,
    MasterUsername: 'shop',
    MasterUserPassword: 'only-in-the-emulator',
    BackupRetentionPeriod: 7,
    PubliclyAccessible: false,
    ...more,
  });
  return id;
}

/** A time that goes on by itself. */
const restorable = 'LatestRestorableTime';

/** Every instance, cluster and snapshot with all that AWS tells of it, but for some attributes of one of them. */
export async function allDatabasesBut({ rds }: Clients, id: string, attributes: readonly string[]): Promise<Json> {
  const { DBInstances = [] } = await rds.describeDBInstances({});
  const { DBClusters = [] } = await rds.describeDBClusters({});
  const without = (each: object, name: string | undefined): object =>
    Object.fromEntries(Object.entries(each).filter(([key]) => key !== restorable && (name !== id || !attributes.includes(key))));
  return [
    await told(Promise.resolve(DBInstances.map((each) => without(each, each.DBInstanceIdentifier)))),
    await told(Promise.resolve(DBClusters.map((each) => without(each, each.DBClusterIdentifier)))),
    await told(rds.describeDBSnapshots({})),
  ];
}

/** Makes an Aurora cluster. */
async function makeCluster({ rds }: Clients, id: string, settings: object, Engine = 'aurora-postgresql'): Promise<string> {
  await rds.createDBCluster({
    DBClusterIdentifier: id,
    Engine,
    MasterUsername: 'shop',
    MasterUserPassword: 'only-in-the-emulator',
    Tags: [{ Key: 'owner', Value: 'shop' }],
    ...settings,
  });
  return id;
}

/** Three instances with one setting the wrong way: lost beside another, never had, lost by a tagged one beside a cluster. */
export function instanceVariants(setting: string, healthy: boolean): readonly Variant[] {
  const [right, wrong] = [{ [setting]: healthy }, { [setting]: !healthy }];
  const neighbours: Variant['neighbours'] = (clients, params) => allDatabasesBut(clients, text(params, 'instance'), [setting]);
  const lose: Variant['break'] = ({ rds }, params) => rds.modifyDBInstance({ DBInstanceIdentifier: text(params, 'instance'), ...wrong });
  return [
    {
      title: `${setting} of one of two instances is changed`,
      async setUp(clients) {
        await makeDatabase(clients, 'scratch', wrong);
        return { instance: await makeDatabase(clients, 'orders', right) };
      },
      break: lose,
      neighbours,
    },
    {
      title: `an instance with a snapshot never had the right ${setting}`,
      async setUp(clients) {
        const instance = await makeDatabase(clients, 'reports', { Tags: [{ Key: 'environment', Value: 'staging' }], ...wrong });
        await clients.rds.createDBSnapshot({ DBInstanceIdentifier: instance, DBSnapshotIdentifier: 'reports-before' });
        return { instance };
      },
      break: async () => {},
      neighbours,
    },
    {
      title: `${setting} of a tagged MySQL instance that keeps backups is changed, beside a cluster`,
      async setUp(clients) {
        await makeCluster(clients, 'shop', {});
        const more = { Engine: 'mysql', BackupRetentionPeriod: 30, Tags: [{ Key: 'owner', Value: 'shop' }] };
        return { instance: await makeDatabase(clients, 'invoices', { ...more, ...right }) };
      },
      break: lose,
      neighbours,
    },
  ];
}

/** Three clusters without a setting: lost beside another, never had beside an instance, lost by one with a member. */
export function clusterVariants(setting: string): readonly Variant[] {
  const neighbours: Variant['neighbours'] = (clients, params) => allDatabasesBut(clients, text(params, 'cluster'), [setting]);
  const lose: Variant['break'] = ({ rds }, params) =>
    rds.modifyDBCluster({ DBClusterIdentifier: text(params, 'cluster'), [setting]: false });
  return [
    {
      title: `${setting} of one of two clusters is turned off`,
      async setUp(clients) {
        await makeCluster(clients, 'scratch', {});
        return { cluster: await makeCluster(clients, 'shop', { [setting]: true }) };
      },
      break: lose,
      neighbours,
    },
    {
      title: `a cluster beside an instance never had ${setting}`,
      async setUp(clients) {
        await makeDatabase(clients, 'orders', { [setting]: true });
        return { cluster: await makeCluster(clients, 'reports', {}, 'aurora-mysql') };
      },
      break: async () => {},
      neighbours,
    },
    {
      title: `${setting} of a cluster with a member is turned off`,
      async setUp(clients) {
        const cluster = await makeCluster(clients, 'invoices', { [setting]: true });
        await clients.rds.createDBInstance({
          DBInstanceIdentifier: 'invoices-1',
          DBClusterIdentifier: cluster,
          DBInstanceClass: 'db.r6g.large',
          Engine: 'aurora-postgresql',
        });
        return { cluster };
      },
      break: lose,
      neighbours,
    },
  ];
}
