import type { CreateDBInstanceCommandInput } from '@aws-sdk/client-rds';
import type { Json } from '#domain/json.ts';
import { type Clients, told } from './variant.ts';

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
