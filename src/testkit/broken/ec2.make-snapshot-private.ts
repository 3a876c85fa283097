import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

async function snapshot({ ec2, site }: Clients, name: string): Promise<string> {
  const { VolumeId } = await ec2.createVolume({ AvailabilityZone: `${site.region}a`, Size: 8 });
  const TagSpecifications = [{ ResourceType: 'snapshot' as const, Tags: [{ Key: 'Name', Value: name }] }];
  const { SnapshotId = '' } = await ec2.createSnapshot({ VolumeId, Description: name, TagSpecifications });
  return SnapshotId;
}
const share = ({ ec2 }: Clients, SnapshotId: string, whom: { readonly GroupNames?: string[]; readonly UserIds?: string[] }) =>
  ec2.modifySnapshotAttribute({ SnapshotId, Attribute: 'createVolumePermission', OperationType: 'add', ...whom });

/** Every snapshot made here, with who may use it, but for the one permission that is the condition. The emulator has hundreds of its own. */
async function neighbours({ ec2, site }: Clients, { snapshotId, sharedWith }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { Snapshots = [] } = await ec2.describeSnapshots({
    OwnerIds: [site.account],
    Filters: [{ Name: 'tag-key', Values: ['Name'] }],
  });
  const own = Snapshots.map(async ({ SnapshotId, Description }) => {
    const { CreateVolumePermissions = [] } = await ec2.describeSnapshotAttribute({ SnapshotId, Attribute: 'createVolumePermission' });
    const users = CreateVolumePermissions.map(({ Group, UserId }) => Group ?? UserId ?? '').toSorted();
    return { SnapshotId, Description, users: users.filter((each) => SnapshotId !== snapshotId || each !== sharedWith) } as Json;
  });
  return [await told(ec2.describeVolumes({})), ...(await Promise.all(own))];
}

export const variants: readonly Variant[] = [
  {
    title: 'a snapshot is shared with everyone',
    async setUp(clients) {
      await snapshot(clients, 'other');
      return { snapshotId: await snapshot(clients, 'orders'), sharedWith: 'all' };
    },
    break: (clients, params) => share(clients, text(params, 'snapshotId'), { GroupNames: ['all'] }),
    neighbours,
  },
  {
    title: 'a snapshot that a partner may use is shared with everyone',
    async setUp(clients) {
      const snapshotId = await snapshot(clients, 'orders');
      await share(clients, snapshotId, { UserIds: ['111122223333', '444455556666'] });
      return { snapshotId, sharedWith: 'all' };
    },
    break: (clients, params) => share(clients, text(params, 'snapshotId'), { GroupNames: ['all'] }),
    neighbours,
  },
  {
    title: 'a snapshot is shared with a stranger, beside one that is public',
    async setUp(clients) {
      await share(clients, await snapshot(clients, 'samples'), { GroupNames: ['all'] });
      const snapshotId = await snapshot(clients, 'customers');
      await share(clients, snapshotId, { UserIds: ['111122223333'] });
      return { snapshotId, sharedWith: '999988887777' };
    },
    break: (clients, params) => share(clients, text(params, 'snapshotId'), { UserIds: ['999988887777'] }),
    neighbours,
  },
];

export const absent: Absent = { id: 'snap-0123456789abcdef0' };
