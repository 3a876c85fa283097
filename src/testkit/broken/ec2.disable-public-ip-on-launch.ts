import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, emulatorImage, text, type Variant } from './variant.ts';

async function subnet({ ec2, site }: Clients, network: number, automatic: boolean): Promise<string> {
  const { Vpc } = await ec2.createVpc({ CidrBlock: `10.${network}.0.0/16` });
  const AvailabilityZone = `${site.region}a`;
  const { Subnet } = await ec2.createSubnet({ VpcId: Vpc?.VpcId, CidrBlock: `10.${network}.1.0/24`, AvailabilityZone });
  const SubnetId = Subnet?.SubnetId ?? '';
  await ec2.modifySubnetAttribute({ SubnetId, MapPublicIpOnLaunch: { Value: automatic } });
  return SubnetId;
}
async function run({ ec2 }: Clients, SubnetId: string): Promise<void> {
  await ec2.runInstances({ ImageId: emulatorImage, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1, SubnetId });
}
const open: Variant['break'] = ({ ec2 }, params) =>
  ec2.modifySubnetAttribute({ SubnetId: text(params, 'subnetId'), MapPublicIpOnLaunch: { Value: true } });

/** Every subnet, of the subnet itself all but the one attribute, and every instance. */
async function neighbours({ ec2 }: Clients, { subnetId }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { Subnets = [] } = await ec2.describeSubnets({});
  const subnets = Subnets.map(({ MapPublicIpOnLaunch, ...rest }) =>
    rest.SubnetId === subnetId ? rest : { ...rest, MapPublicIpOnLaunch },
  ).toSorted((a, b) => ((a.SubnetId ?? '') < (b.SubnetId ?? '') ? -1 : 1));
  const { Reservations } = await ec2.describeInstances({});
  return JSON.parse(JSON.stringify({ subnets, Reservations })) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'a private subnet beside a public one begins to give addresses',
    async setUp(clients) {
      await subnet(clients, 1, true);
      return { subnetId: await subnet(clients, 2, false) };
    },
    break: open,
    neighbours,
  },
  {
    title: 'a subnet with a running instance begins to give addresses',
    async setUp(clients) {
      const subnetId = await subnet(clients, 3, false);
      await run(clients, subnetId);
      return { subnetId };
    },
    break: open,
    neighbours,
  },
  {
    title: 'a subnet that gives IPv6 addresses begins to give public ones',
    async setUp(clients) {
      const subnetId = await subnet(clients, 4, false);
      await clients.ec2.modifySubnetAttribute({ SubnetId: subnetId, AssignIpv6AddressOnCreation: { Value: true } });
      await run(clients, subnetId);
      return { subnetId };
    },
    break: open,
    neighbours,
  },
];

export const absent: Absent = { id: 'subnet-0123456789abcdef0' };
