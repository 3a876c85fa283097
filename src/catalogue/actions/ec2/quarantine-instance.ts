import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { autoScalingGroupOf, listInstances, readInstance } from './instance.ts';
import { Isolation, type IsolationGroup, isolationGroupName, readIsolation } from './isolation-group.ts';
import { ec2Tags } from './tags.ts';

/** The tag of snapshots that were taken as evidence: the instance that they are of. */
const evidenceTag = 'selfheal:evidence-of';
/** How old evidence may be to count for this quarantine, and not for an earlier one. */
const freshMs = 3_600_000;

const State = z.object({
  state: z.string(),
  autoScalingGroup: z.string().optional(),
  /** Does Selfheal itself run on it? */
  own: z.boolean(),
  interfaces: z.array(z.object({ id: z.string(), vpc: z.string(), groups: z.array(z.string()) })),
  volumes: z.array(z.object({ id: z.string(), gigabytes: z.number() })),
  /** Volumes with a fresh snapshot. */
  evidence: z.array(z.string()),
  isolation: Isolation.optional(),
});
type State = z.infer<typeof State>;

export const quarantineInstance = defineAction({
  id: 'ec2.quarantine-instance',
  title: 'Cut an instance off from the network, after snapshots of its volumes',
  resource: 'AWS::EC2::Instance',
  heals: [],
  params: z.object({ instanceId: z.string().startsWith('i-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instanceId: id }],
  list: listMarked,
  tags: ec2Tags,

  risk: { level: 'high', blastRadius: 'everything that the instance serves or reaches', outage: 'possible' },
  cost: (state) =>
    exposed(state).length === 0
      ? []
      : missing(state).map(({ id, gigabytes }) => ({
          what: `the snapshot of ${id} (at most ${gigabytes} GB)`,
          unit: 'ebs:snapshot-gb',
          quantity: gigabytes,
          per: 'month' as const,
        })),
  permissions: {
    read: [
      'ec2:DescribeInstances',
      'ec2:DescribeSecurityGroupRules',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSnapshots',
      'ec2:DescribeTags',
      'ec2:DescribeVolumes',
    ],
    write: ['ec2:CreateSnapshots', 'ec2:ModifyNetworkInterfaceAttribute'],
    undo: ['ec2:ModifyNetworkInterfaceAttribute'],
    dependent: ['ec2:CreateTags'],
    on: [
      'arn:{partition}:ec2:{region}:{account}:instance/{instanceId}',
      'arn:{partition}:ec2:{region}:{account}:network-interface/*',
      'arn:{partition}:ec2:{region}:{account}:security-group/*',
      'arn:{partition}:ec2:{region}:{account}:volume/*',
      'arn:{partition}:ec2:{region}::snapshot/*',
    ],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { instanceId }) {
    const instance = await readInstance(cloud, instanceId);
    const volumes = (instance.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.VolumeId ?? []);
    const [{ Volumes = [] }, { Snapshots = [] }, isolation] = await Promise.all([
      cloud.read('ec2', 'describeVolumes', { Filters: [{ Name: 'attachment.instance-id', Values: [instanceId] }] }),
      cloud.read('ec2', 'describeSnapshots', { Filters: [{ Name: `tag:${evidenceTag}`, Values: [instanceId] }] }),
      readIsolation(cloud, instance.VpcId),
    ]);
    const fresh = Snapshots.filter(({ State: at, StartTime }) => at !== 'error' && cloud.now() - (StartTime?.getTime() ?? 0) < freshMs);
    return State.parse({
      state: instance.State?.Name,
      autoScalingGroup: autoScalingGroupOf(instance),
      own: instance.IamInstanceProfile?.Arn?.split('/').at(-1)?.startsWith('selfheal') === true,
      interfaces: (instance.NetworkInterfaces ?? [])
        .map(({ NetworkInterfaceId: id = '', VpcId: vpc = '', Groups = [] }) => ({
          id,
          vpc,
          groups: Groups.flatMap(({ GroupId }) => GroupId ?? []).toSorted(),
        }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      volumes: volumes.toSorted().map((id) => ({ id, gigabytes: Volumes.find(({ VolumeId }) => VolumeId === id)?.Size ?? 0 })),
      evidence: [...new Set(fresh.flatMap(({ VolumeId }) => VolumeId ?? []))].toSorted(),
      isolation,
    });
  },
  wrong(state) {
    const open = exposed(state);
    if (open.length === 0) return undefined;
    return `it is on the network: ${open.map(({ id, groups }) => `${id} carries ${groups.join(' and ') || 'no group'}`).join(', ')}`;
  },
  refuses(state) {
    const { autoScalingGroup, own, interfaces, isolation } = state;
    if (exposed(state).length === 0) return undefined;
    if (own) return 'Selfheal runs on it';
    if (autoScalingGroup !== undefined)
      return `the Auto Scaling group ${autoScalingGroup} would replace it and destroy the evidence: detach it first`;
    if (isolation === undefined) return `its VPC has no security group named ${isolationGroupName}: make one without any rule`;
    if (isolation.rules > 0) return `${isolation.id} (${isolationGroupName}) has rules and would not isolate anything: remove them`;
    const foreign = interfaces.find(({ vpc }) => vpc !== isolation.vpc);
    return foreign === undefined ? undefined : `${foreign.id} is in another VPC (${foreign.vpc}), where that group is not`;
  },
  fix(state, { instanceId }) {
    const { isolation } = state;
    const open = exposed(state);
    if (open.length === 0 || isolation === undefined || isolation.rules > 0) return [];
    const evidence = call('ec2', 'createSnapshots', {
      InstanceSpecification: { InstanceId: instanceId },
      Description: `Evidence of ${instanceId} before its quarantine`,
      TagSpecifications: [{ ResourceType: 'snapshot', Tags: [{ Key: evidenceTag, Value: instanceId }] }],
    });
    return [...(missing(state).length === 0 ? [] : [evidence]), ...open.map(({ id }) => carry(id, [isolation.id]))];
  },
  after(state): State {
    const { isolation, volumes } = state;
    if (exposed(state).length === 0 || isolation === undefined || isolation.rules > 0) return state;
    const interfaces = state.interfaces.map((each) => ({ ...each, groups: [isolation.id] }));
    return { ...state, interfaces, evidence: missing(state).length === 0 ? state.evidence : volumes.map(({ id }) => id) };
  },
  comparable: ({ interfaces }) => interfaces,
  /** The snapshots stay: they are the evidence. */
  undo: (before, now) =>
    before.interfaces.flatMap(({ id, groups }) => {
      const there = now.interfaces.find((each) => each.id === id);
      return there !== undefined && isolated(there.groups, now.isolation) && !isolated(groups, now.isolation) ? [carry(id, groups)] : [];
    }),
});

const isolated = (groups: readonly string[], isolation: IsolationGroup | undefined): boolean =>
  isolation !== undefined && groups.length === 1 && groups[0] === isolation.id;

/** The interfaces that are not cut off; nothing is left to cut off of an instance that is gone. */
const exposed = ({ state, interfaces, isolation }: State): State['interfaces'] =>
  ['terminated', 'shutting-down'].includes(state)
    ? []
    : interfaces.filter(({ groups }) => isolation?.rules !== 0 || !isolated(groups, isolation));

const missing = ({ volumes, evidence }: State): State['volumes'] => volumes.filter(({ id }) => !evidence.includes(id));
const carry = (NetworkInterfaceId: string, Groups: readonly string[]) =>
  call('ec2', 'modifyNetworkInterfaceAttribute', { NetworkInterfaceId, Groups: [...Groups] });

/** Instances that a person marked with the tag `selfheal:quarantine=true`; of any other, being on the network is what it is for. */
async function listMarked(reader: Reader): Promise<readonly ResourceRef[]> {
  const { Tags = [] } = await reader.read('ec2', 'describeTags', {
    Filters: [
      { Name: 'resource-type', Values: ['instance'] },
      { Name: 'tag:selfheal:quarantine', Values: ['true'] },
    ],
  });
  const marked = new Set(Tags.map(({ ResourceId }) => ResourceId));
  return (await listInstances(reader)).filter(({ id }) => marked.has(id));
}
