import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Input, type Reader } from '#ports/cloud.ts';
import { ec2Tags } from './tags.ts';

const everyone = 'all';
/** The tag of snapshots that Data Lifecycle Manager makes, and shares as its policy says. */
const lifecycleTag = 'aws:dlm:lifecycle-policy-id';

const Params = z.object({
  snapshotId: z.string().startsWith('snap-'),
  /** Whose permission goes: everyone's, or one account's. */
  sharedWith: z.string().regex(/^(all|\d{12})$/),
});
type Params = z.infer<typeof Params>;
const State = z.object({
  groups: z.array(z.string()),
  accounts: z.array(z.string()),
  lifecyclePolicy: z.string().optional(),
});
type State = z.infer<typeof State>;

export const makeSnapshotPrivate = defineAction({
  id: 'ec2.make-snapshot-private',
  title: 'Take back the permission to make volumes from a snapshot',
  resource: 'AWS::EC2::Snapshot',
  heals: [
    { id: 'securityhub:EC2.1', where: { sharedWith: everyone }, inAccount: listPublicSnapshots },
    { id: 'config:ebs-snapshot-public-restorable-check', where: { sharedWith: everyone }, inAccount: listPublicSnapshots },
  ],
  params: Params,
  condition: ['sharedWith'],
  state: State,
  from: ({ id }) => [{ snapshotId: id, sharedWith: everyone }],
  list: listSnapshots,
  tags: ec2Tags,

  risk: { level: 'medium', blastRadius: 'whoever copies or restores the snapshot in another account', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeSnapshots', 'ec2:DescribeSnapshotAttribute', 'ec2:DescribeTags'],
    write: ['ec2:ModifySnapshotAttribute'],
    undo: ['ec2:ModifySnapshotAttribute'],
    dependent: [],
    on: ['arn:{partition}:ec2:{region}::snapshot/{snapshotId}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { snapshotId }) {
    const [{ CreateVolumePermissions = [] }, { Snapshots = [] }] = await Promise.all([
      cloud.read('ec2', 'describeSnapshotAttribute', { SnapshotId: snapshotId, Attribute: 'createVolumePermission' }),
      cloud.read('ec2', 'describeSnapshots', { SnapshotIds: [snapshotId] }),
    ]);
    return {
      groups: CreateVolumePermissions.flatMap(({ Group }) => Group ?? []).toSorted(),
      accounts: CreateVolumePermissions.flatMap(({ UserId }) => UserId ?? []).toSorted(),
      lifecyclePolicy: Snapshots[0]?.Tags?.find(({ Key }) => Key === lifecycleTag)?.Value,
    };
  },
  wrong(state, { sharedWith }) {
    if (!granted(state, sharedWith)) return undefined;
    return sharedWith === everyone
      ? 'every AWS account can make volumes from the snapshot and read what is on it'
      : `the account ${sharedWith} can make volumes from the snapshot and read what is on it`;
  },
  refuses: (state, { sharedWith }) =>
    sharedWith !== everyone && granted(state, sharedWith) && state.lifecyclePolicy !== undefined
      ? `the lifecycle policy ${state.lifecyclePolicy} made the snapshot and may share it on purpose`
      : undefined,
  fix: (state, params) => (granted(state, params.sharedWith) ? [modify('remove', params)] : []),
  after: (state, { sharedWith }) => ({
    ...state,
    groups: state.groups.filter((each) => each !== sharedWith),
    accounts: state.accounts.filter((each) => each !== sharedWith),
  }),
  comparable: (state) => state,
  undo: (before, now, params) => (granted(before, params.sharedWith) && !granted(now, params.sharedWith) ? [modify('add', params)] : []),
});

const granted = ({ groups, accounts }: State, who: string): boolean => [...groups, ...accounts].includes(who);

const modify = (OperationType: 'add' | 'remove', { snapshotId, sharedWith }: Params) =>
  call('ec2', 'modifySnapshotAttribute', {
    SnapshotId: snapshotId,
    Attribute: 'createVolumePermission',
    OperationType,
    ...(sharedWith === everyone ? { GroupNames: [everyone] } : { UserIds: [sharedWith] }),
  });

/** Every snapshot of the account at the reader's site; the ARN of a snapshot names no account. */
async function listSnapshots(reader: Reader): Promise<readonly ResourceRef[]> {
  return ownSnapshots(reader, { OwnerIds: ['self'] });
}

/** Those of the site that everyone may restore: AWS files the finding under the account and names none. */
async function listPublicSnapshots(reader: Reader): Promise<readonly ResourceRef[]> {
  return ownSnapshots(reader, { OwnerIds: ['self'], RestorableByUserIds: [everyone] });
}

async function ownSnapshots(reader: Reader, which: Input<'ec2', 'describeSnapshots'>): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { Snapshots = [] } = await reader.read('ec2', 'describeSnapshots', which);
  return Snapshots.flatMap(({ SnapshotId: id, OwnerId }) =>
    id === undefined || OwnerId !== account
      ? []
      : [{ type: 'AWS::EC2::Snapshot', id, arn: `arn:${partition}:ec2:${region}::snapshot/${id}`, partition, account, region }],
  );
}
