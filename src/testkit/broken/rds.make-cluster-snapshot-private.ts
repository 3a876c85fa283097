import type { Json } from '#domain/json.ts';
import { allDatabasesBut } from './databases.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

async function makeSnapshot({ rds }: Clients, id: string, sharedWith: readonly string[] = []): Promise<string> {
  const DBClusterIdentifier = `${id}-source`;
  await rds.createDBCluster({
    DBClusterIdentifier,
    Engine: 'aurora-postgresql',
    MasterUsername: 'shop',
    MasterUserPassword: 'only-in-the-emulator',
  });
  await rds.createDBClusterSnapshot({ DBClusterIdentifier, DBClusterSnapshotIdentifier: id });
  if (sharedWith.length > 0)
    await rds.modifyDBClusterSnapshotAttribute({ DBClusterSnapshotIdentifier: id, AttributeName: 'restore', ValuesToAdd: [...sharedWith] });
  return id;
}
/** Every cluster and snapshot, and with whom each snapshot is shared, but for the one sharing. */
async function neighbours(clients: Clients, { snapshot, sharedWith }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { DBClusterSnapshots = [] } = await clients.rds.describeDBClusterSnapshots({});
  const shared = DBClusterSnapshots.map(async ({ DBClusterSnapshotIdentifier }) => {
    const answer = await clients.rds.describeDBClusterSnapshotAttributes({ DBClusterSnapshotIdentifier });
    const attributes = answer.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes ?? [];
    const names = attributes.flatMap(({ AttributeValues = [] }) => AttributeValues);
    return names.filter((name) => DBClusterSnapshotIdentifier !== snapshot || name !== sharedWith).toSorted();
  });
  const sharing = await told(Promise.resolve(await Promise.all(shared)));
  return [await allDatabasesBut(clients, '', []), await told(Promise.resolve(DBClusterSnapshots)), sharing];
}
const share: Variant['break'] = ({ rds }, params) =>
  rds.modifyDBClusterSnapshotAttribute({
    DBClusterSnapshotIdentifier: text(params, 'snapshot'),
    AttributeName: 'restore',
    ValuesToAdd: [text(params, 'sharedWith')],
  });

export const variants: readonly Variant[] = [
  {
    title: 'a snapshot is made public, beside one that a partner may restore',
    async setUp(clients) {
      await makeSnapshot(clients, 'for-partner', ['210987654321']);
      return { snapshot: await makeSnapshot(clients, 'shop-1'), sharedWith: 'all' };
    },
    break: share,
    neighbours,
  },
  {
    title: 'a snapshot that two partners may restore is made public',
    async setUp(clients) {
      return { snapshot: await makeSnapshot(clients, 'invoices-1', ['210987654321', '444455556666']), sharedWith: 'all' };
    },
    break: share,
    neighbours,
  },
  {
    title: 'a snapshot is shared with one more account',
    async setUp(clients) {
      return { snapshot: await makeSnapshot(clients, 'reports-1', ['444455556666']), sharedWith: '210987654321' };
    },
    break: share,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
