import type { Json, JsonObject } from '#domain/json.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

interface Network {
  readonly vpcId: string;
  readonly subnets: readonly string[];
  readonly group: string;
}

/** A VPC with a subnet in each of its zones and a security group for endpoints. */
async function network({ ec2, site }: Clients, second: number, zones: readonly string[]): Promise<Network> {
  const { Vpc } = await ec2.createVpc({ CidrBlock: `10.${second}.0.0/16` });
  const VpcId = Vpc?.VpcId ?? '';
  const made = zones.map((zone, index) =>
    ec2.createSubnet({ VpcId, CidrBlock: `10.${second}.${index}.0/24`, AvailabilityZone: `${site.region}${zone}` }),
  );
  const subnets = (await Promise.all(made)).map(({ Subnet }) => Subnet?.SubnetId ?? '');
  const { GroupId = '' } = await ec2.createSecurityGroup({ GroupName: 'endpoints', Description: 'for endpoints', VpcId });
  return { vpcId: VpcId, subnets, group: GroupId };
}
const endpoint = ({ ec2, site }: Clients, { vpcId, subnets, group }: Network, service: string, PrivateDnsEnabled = true) =>
  ec2.createVpcEndpoint({
    VpcId: vpcId,
    VpcEndpointType: 'Interface',
    ServiceName: `com.amazonaws.${site.region}.${service}`,
    SubnetIds: [...subnets],
    SecurityGroupIds: [group],
    PrivateDnsEnabled,
  });

const own = async ({ ec2, site }: Clients, { vpcId }: JsonObject): Promise<readonly string[]> => {
  const { VpcEndpoints = [] } = await ec2.describeVpcEndpoints({});
  const mine = VpcEndpoints.filter((each) => each.VpcId === vpcId && each.ServiceName === `com.amazonaws.${site.region}.ec2`);
  return mine.map(({ VpcEndpointId = '' }) => VpcEndpointId);
};
const remove: Variant['break'] = async (clients, params) =>
  clients.ec2.deleteVpcEndpoints({ VpcEndpointIds: [...(await own(clients, { vpcId: text(params, 'vpcId') }))] });

/** Every endpoint but those of the VPC for EC2, every VPC, subnet and security group. */
async function neighbours(clients: Clients, params: JsonObject): Promise<Json> {
  const { ec2 } = clients;
  const mine = await own(clients, params);
  const [{ VpcEndpoints = [] }, { Vpcs = [] }, { SecurityGroups = [] }, { RouteTables = [] }] = await Promise.all([
    ec2.describeVpcEndpoints({}),
    ec2.describeVpcs({}),
    ec2.describeSecurityGroups({}),
    ec2.describeRouteTables({}),
  ]);
  const others = VpcEndpoints.filter(({ VpcEndpointId = '' }) => !mine.includes(VpcEndpointId));
  return JSON.parse(JSON.stringify({ others, Vpcs, SecurityGroups, RouteTables })) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'the endpoint beside one for Systems Manager is deleted, and another VPC has its own',
    async setUp(clients) {
      await endpoint(clients, await network(clients, 1, ['a']), 'ec2');
      const here = await network(clients, 2, ['a', 'b']);
      await endpoint(clients, here, 'ssm');
      await endpoint(clients, here, 'ec2');
      return { vpcId: here.vpcId };
    },
    break: remove,
    neighbours,
  },
  {
    title: 'most endpoints stand in one zone, and one of an experiment in two',
    async setUp(clients) {
      const here = await network(clients, 3, ['a', 'b']);
      const narrow = { ...here, subnets: here.subnets.slice(0, 1) };
      await endpoint(clients, here, 'sqs', false);
      await endpoint(clients, narrow, 'ssm');
      await endpoint(clients, narrow, 'logs');
      await endpoint(clients, narrow, 'ec2');
      return { vpcId: here.vpcId };
    },
    break: remove,
    neighbours,
  },
  {
    title: 'the endpoint is deleted beside a gateway for S3, where names stay public',
    async setUp(clients) {
      const here = await network(clients, 4, ['a']);
      const { ec2, site } = clients;
      await ec2.createVpcEndpoint({ VpcId: here.vpcId, VpcEndpointType: 'Gateway', ServiceName: `com.amazonaws.${site.region}.s3` });
      await endpoint(clients, here, 'kms', false);
      await endpoint(clients, here, 'ec2', false);
      return { vpcId: here.vpcId };
    },
    break: remove,
    neighbours,
  },
];

export const absent: Absent = { id: 'vpc-0123456789abcdef0' };
