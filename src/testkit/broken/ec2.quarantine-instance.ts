import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, emulatorImage, text, type Variant } from './variant.ts';

interface Network {
  readonly subnet: string;
  readonly isolation: string;
  group(name: string): Promise<string>;
}

/** A VPC with a subnet and an isolation group, from which the rule that AWS makes is removed. */
async function network({ ec2, site }: Clients): Promise<Network> {
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
  const VpcId = Vpc?.VpcId;
  const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: '10.0.1.0/24', AvailabilityZone: `${site.region}a` });
  const group = async (GroupName: string): Promise<string> => {
    const { GroupId = '' } = await ec2.createSecurityGroup({ GroupName, Description: GroupName, VpcId });
    return GroupId;
  };
  const isolation = await group('selfheal-isolation');
  const everything = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  await ec2.revokeSecurityGroupEgress({ GroupId: isolation, IpPermissions: everything });
  return { subnet: Subnet?.SubnetId ?? '', isolation, group };
}

async function run({ ec2 }: Clients, SubnetId: string, groups: readonly string[], more: { readonly data?: true } = {}): Promise<string> {
  const { Instances } = await ec2.runInstances({
    ImageId: emulatorImage,
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
    SubnetId,
    SecurityGroupIds: [...groups],
    ...(more.data ? { BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 20 } }] } : {}),
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'selfheal:quarantine', Value: 'true' }] }],
  });
  return Instances?.[0]?.InstanceId ?? '';
}
async function interfacesOf({ ec2 }: Clients, instanceId: string): Promise<readonly string[]> {
  const { Reservations = [] } = await ec2.describeInstances({ InstanceIds: [instanceId] });
  return (Reservations[0]?.Instances?.[0]?.NetworkInterfaces ?? []).map(({ NetworkInterfaceId = '' }) => NetworkInterfaceId);
}
/** Puts groups on every interface of the instance, as a person would who ends a quarantine too early. */
async function connect(clients: Clients, instanceId: string, Groups: readonly string[]): Promise<void> {
  for (const NetworkInterfaceId of await interfacesOf(clients, instanceId))
    await clients.ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, Groups: [...Groups] });
}
const groupNamed = async ({ ec2 }: Clients, name: string): Promise<string> =>
  (await ec2.describeSecurityGroups({ Filters: [{ Name: 'group-name', Values: [name] }] })).SecurityGroups?.[0]?.GroupId ?? '';

/** Every instance and interface (of the instance itself without its groups), every volume, rule, and snapshot that is no evidence. */
async function neighbours({ ec2, site }: Clients, { instanceId }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { NetworkInterfaces = [] } = await ec2.describeNetworkInterfaces({});
  const interfaces = NetworkInterfaces.map(({ Groups, ...rest }) =>
    rest.Attachment?.InstanceId === instanceId ? rest : { ...rest, Groups },
  );
  const { Snapshots = [] } = await ec2.describeSnapshots({ OwnerIds: [site.account] });
  const snapshots = Snapshots.filter(({ Tags = [] }) => !Tags.some(({ Key }) => Key === 'selfheal:evidence-of'));
  const { Volumes } = await ec2.describeVolumes({});
  const { SecurityGroupRules } = await ec2.describeSecurityGroupRules({});
  return JSON.parse(JSON.stringify({ interfaces, snapshots, Volumes, SecurityGroupRules })) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'a web server is compromised beside a healthy one',
    async setUp(clients) {
      const { subnet, isolation, group } = await network(clients);
      await run(clients, subnet, [await group('web')]);
      return { instanceId: await run(clients, subnet, [isolation]) };
    },
    break: async (clients, params) => connect(clients, text(params, 'instanceId'), [await groupNamed(clients, 'web')]),
    neighbours,
  },
  {
    title: 'an instance with a data volume and two groups is connected',
    async setUp(clients) {
      const { subnet, isolation, group } = await network(clients);
      await group('app');
      await group('database');
      return { instanceId: await run(clients, subnet, [isolation], { data: true }) };
    },
    break: async (clients, params) =>
      connect(clients, text(params, 'instanceId'), [await groupNamed(clients, 'app'), await groupNamed(clients, 'database')]),
    neighbours,
  },
  {
    title: 'a stopped instance with a nightly snapshot is connected',
    async setUp(clients) {
      const { subnet, isolation, group } = await network(clients);
      await group('batch');
      const instanceId = await run(clients, subnet, [isolation]);
      await clients.ec2.createSnapshots({ InstanceSpecification: { InstanceId: instanceId }, Description: 'nightly' });
      await clients.ec2.stopInstances({ InstanceIds: [instanceId] });
      return { instanceId };
    },
    break: async (clients, params) => connect(clients, text(params, 'instanceId'), [await groupNamed(clients, 'batch')]),
    neighbours,
  },
];

export const absent: Absent = { id: 'i-0123456789abcdef0' };
