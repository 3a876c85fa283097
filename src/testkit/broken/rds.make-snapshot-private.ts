import type { Json } from '#domain/json.ts';
import { allDatabasesBut, makeDatabase } from './databases.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

async function makeSnapshot(clients: Clients, id: string, sharedWith: readonly string[] = []): Promise<string> {
  const DBInstanceIdentifier = await makeDatabase(clients, `${id}-source`);
  await clients.rds.createDBSnapshot({ DBInstanceIdentifier, DBSnapshotIdentifier: id });
  if (sharedWith.length > 0)
    await clients.rds.modifyDBSnapshotAttribute({ DBSnapshotIdentifier: id, AttributeName: 'restore', ValuesToAdd: [...sharedWith] });
  return id;
}
/** Every instance and snapshot, and with whom each snapshot is shared, but for the one sharing. */
async function neighbours(clients: Clients, { snapshot, sharedWith }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { DBSnapshots = [] } = await clients.rds.describeDBSnapshots({});
  const shared = DBSnapshots.map(async ({ DBSnapshotIdentifier }) => {
    const { DBSnapshotAttributesResult } = await clients.rds.describeDBSnapshotAttributes({ DBSnapshotIdentifier });
    const names = (DBSnapshotAttributesResult?.DBSnapshotAttributes ?? []).flatMap(({ AttributeValues = [] }) => AttributeValues);
    return names.filter((name) => DBSnapshotIdentifier !== snapshot || name !== sharedWith).toSorted();
  });
  return [await allDatabasesBut(clients, '', []), await told(Promise.resolve(await Promise.all(shared)))];
}
const share: Variant['break'] = ({ rds }, params) =>
  rds.modifyDBSnapshotAttribute({
    DBSnapshotIdentifier: text(params, 'snapshot'),
    AttributeName: 'restore',
    ValuesToAdd: [text(params, 'sharedWith')],
  });

export const variants: readonly Variant[] = [
  {
    title: 'a snapshot is made public, beside one that a partner may restore',
    async setUp(clients) {
      await makeSnapshot(clients, 'for-partner', ['210987654321']);
      return { snapshot: await makeSnapshot(clients, 'orders-1'), sharedWith: 'all' };
    },
    break: share,
    neighbours,
  },
  {
    title: 'a snapshot that a partner may restore is made public',
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
