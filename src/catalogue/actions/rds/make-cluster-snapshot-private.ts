import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Reader } from '#ports/cloud.ts';

/** Who may restore the snapshot, besides its owner: account ids, and `all` for every AWS account. */
const State = z.object({ sharedWith: z.array(z.string()) });
type State = z.infer<typeof State>;

export const makeClusterSnapshotPrivate = defineAction({
  id: 'rds.make-cluster-snapshot-private',
  title: 'Stop sharing the snapshot of a database cluster with everyone, or with one account',
  resource: 'AWS::RDS::DBClusterSnapshot',
  heals: [
    { id: 'securityhub:RDS.1', where: { sharedWith: 'all' } },
    { id: 'config:rds-snapshots-public-prohibited', where: { sharedWith: 'all' } },
  ],
  params: z.object({ snapshot: z.string().min(1), sharedWith: z.union([z.literal('all'), z.string().regex(/^\d{12}$/)]) }),
  condition: ['sharedWith'],
  state: State,
  from: ({ id }) => [{ snapshot: id, sharedWith: 'all' }],
  list: listSnapshots,
  tags: snapshotTags,

  risk: { level: 'medium', blastRadius: 'accounts that restore or copy the snapshot', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['rds:DescribeDBClusterSnapshots', 'rds:DescribeDBClusterSnapshotAttributes'],
    write: ['rds:ModifyDBClusterSnapshotAttribute'],
    undo: ['rds:ModifyDBClusterSnapshotAttribute'],
    dependent: [],
    on: ['arn:{partition}:rds:{region}:{account}:cluster-snapshot:{snapshot}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { snapshot }) {
    const { DBClusterSnapshotAttributesResult } = await cloud.read('rds', 'describeDBClusterSnapshotAttributes', {
      DBClusterSnapshotIdentifier: snapshot,
    });
    const restore = DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes?.find(
      ({ AttributeName }) => AttributeName === 'restore',
    );
    return { sharedWith: (restore?.AttributeValues ?? []).toSorted() };
  },
  wrong: (state, { sharedWith }) =>
    state.sharedWith.includes(sharedWith)
      ? `${sharedWith === 'all' ? 'every AWS account' : `the account ${sharedWith}`} may restore the snapshot`
      : undefined,
  refuses: () => undefined,
  fix: (state, { snapshot, sharedWith }) =>
    state.sharedWith.includes(sharedWith)
      ? [
          call('rds', 'modifyDBClusterSnapshotAttribute', {
            DBClusterSnapshotIdentifier: snapshot,
            AttributeName: 'restore',
            ValuesToRemove: [sharedWith],
          }),
        ]
      : [],
  after: (state, { sharedWith }): State => ({ sharedWith: state.sharedWith.filter((each) => each !== sharedWith) }),
  comparable: (state) => state,
  undo: (before, now, { snapshot, sharedWith }) =>
    before.sharedWith.includes(sharedWith) && !now.sharedWith.includes(sharedWith)
      ? [
          call('rds', 'modifyDBClusterSnapshotAttribute', {
            DBClusterSnapshotIdentifier: snapshot,
            AttributeName: 'restore',
            ValuesToAdd: [sharedWith],
          }),
        ]
      : [],
});

/** Every manual snapshot at the reader's site: AWS shares no automated one. */
async function listSnapshots(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { DBClusterSnapshots = [] } = await reader.read('rds', 'describeDBClusterSnapshots', { SnapshotType: 'manual' });
  return DBClusterSnapshots.flatMap(({ DBClusterSnapshotIdentifier: id, DBClusterSnapshotArn: arn }) =>
    id === undefined ? [] : [{ type: 'AWS::RDS::DBClusterSnapshot', id, arn, partition, account, region }],
  );
}

async function snapshotTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { DBClusterSnapshots = [] } = await reader.read('rds', 'describeDBClusterSnapshots', { DBClusterSnapshotIdentifier: id });
  const snapshot = DBClusterSnapshots[0];
  if (snapshot === undefined)
    throw new HealError(
      'no-such-resource',
      `${id} is not a snapshot of a database cluster in ${reader.site.region}: check its name, account and region.`,
    );
  return Object.fromEntries((snapshot.TagList ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}
