import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

/** A VPC with an attached internet gateway, a subnet, and a table with a route inside. */
async function network({ ec2, site }: Clients) {
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
  const VpcId = Vpc?.VpcId;
  const { InternetGateway } = await ec2.createInternetGateway({});
  const gateway = InternetGateway?.InternetGatewayId;
  await ec2.attachInternetGateway({ VpcId, InternetGatewayId: gateway });
  const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: '10.0.1.0/24', AvailabilityZone: `${site.region}a` });
  const table = async (): Promise<string> => (await ec2.createRouteTable({ VpcId })).RouteTable?.RouteTableId ?? '';
  return { gateway, subnet: Subnet?.SubnetId, table };
}

/** Every route of every table, but for the default routes of the table itself. */
async function neighbours({ ec2 }: Clients, { routeTableId }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { RouteTables = [] } = await ec2.describeRouteTables({});
  const tables = RouteTables.map(({ RouteTableId, VpcId, Associations, Tags, Routes = [] }) => ({
    RouteTableId,
    VpcId,
    Associations,
    Tags,
    Routes: Routes.filter(
      ({ DestinationCidrBlock, DestinationIpv6CidrBlock }) =>
        RouteTableId !== routeTableId || (DestinationCidrBlock !== '0.0.0.0/0' && DestinationIpv6CidrBlock !== '::/0'),
    ),
  })).toSorted((a, b) => ((a.RouteTableId ?? '') < (b.RouteTableId ?? '') ? -1 : 1));
  const { InternetGateways } = await ec2.describeInternetGateways({});
  return JSON.parse(JSON.stringify({ tables, InternetGateways })) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'a public subnet loses its way out, beside a table that has it',
    async setUp(clients) {
      const { gateway, subnet, table } = await network(clients);
      const [routeTableId, other] = [await table(), await table()];
      for (const RouteTableId of [routeTableId, other])
        await clients.ec2.createRoute({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway });
      await clients.ec2.associateRouteTable({ RouteTableId: routeTableId, SubnetId: subnet });
      return { routeTableId };
    },
    break: ({ ec2 }, params) => ec2.deleteRoute({ RouteTableId: text(params, 'routeTableId'), DestinationCidrBlock: '0.0.0.0/0' }),
    neighbours,
  },
  {
    title: 'a private subnet loses its NAT gateway, and keeps its route to the office',
    async setUp(clients) {
      const { gateway, subnet, table } = await network(clients);
      const { NatGateway } = await clients.ec2.createNatGateway({ SubnetId: subnet, ConnectivityType: 'private' });
      const RouteTableId = await table();
      await clients.ec2.createRoute({ RouteTableId, DestinationCidrBlock: '198.51.100.0/24', GatewayId: gateway });
      await clients.ec2.createRoute({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: NatGateway?.NatGatewayId });
      return { routeTableId: RouteTableId };
    },
    break: ({ ec2 }, params) => ec2.deleteRoute({ RouteTableId: text(params, 'routeTableId'), DestinationCidrBlock: '0.0.0.0/0' }),
    neighbours,
  },
  {
    title: 'both default routes of a table are deleted',
    async setUp(clients) {
      const { gateway, table } = await network(clients);
      const RouteTableId = await table();
      await clients.ec2.createRoute({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway });
      await clients.ec2.createRoute({ RouteTableId, DestinationIpv6CidrBlock: '::/0', GatewayId: gateway });
      return { routeTableId: RouteTableId };
    },
    async break({ ec2 }, params) {
      const RouteTableId = text(params, 'routeTableId');
      await ec2.deleteRoute({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0' });
      await ec2.deleteRoute({ RouteTableId, DestinationIpv6CidrBlock: '::/0' });
    },
    neighbours,
  },
];

export const absent: Absent = { id: 'rtb-0123456789abcdef0' };
