import type { TransitGatewayRequestOptions } from '@aws-sdk/client-ec2';
import type { Json, JsonObject } from '#domain/json.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

async function made({ ec2 }: Clients, Description: string, Options: TransitGatewayRequestOptions = {}): Promise<string> {
  const TagSpecifications = [{ ResourceType: 'transit-gateway' as const, Tags: [{ Key: 'team', Value: 'network' }] }];
  const { TransitGateway } = await ec2.createTransitGateway({ Description, Options, TagSpecifications });
  return TransitGateway?.TransitGatewayId ?? '';
}
const open: Variant['break'] = ({ ec2 }, params) =>
  ec2.modifyTransitGateway({ TransitGatewayId: text(params, 'gateway'), Options: { AutoAcceptSharedAttachments: 'enable' } });

/** Every gateway, attachment and route table, and of the one gateway all but whether it asks. */
async function neighbours({ ec2 }: Clients, params: JsonObject): Promise<Json> {
  const [{ TransitGateways = [] }, { TransitGatewayVpcAttachments }, { TransitGatewayRouteTables }] = await Promise.all([
    ec2.describeTransitGateways({}),
    ec2.describeTransitGatewayVpcAttachments({}),
    ec2.describeTransitGatewayRouteTables({}),
  ]);
  const gateways = TransitGateways.map((each) =>
    each.TransitGatewayId === params.gateway ? { ...each, Options: { ...each.Options, AutoAcceptSharedAttachments: undefined } } : each,
  );
  return JSON.parse(JSON.stringify({ gateways, TransitGatewayVpcAttachments, TransitGatewayRouteTables })) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'one of two gateways is opened, and the other was open before',
    async setUp(clients) {
      await made(clients, 'lab', { AutoAcceptSharedAttachments: 'enable' });
      return { gateway: await made(clients, 'hub') };
    },
    break: open,
    neighbours,
  },
  {
    title: 'a gateway with settings of its own is opened',
    setUp: async (clients) => ({
      gateway: await made(clients, 'edge', { AmazonSideAsn: 65_000, DnsSupport: 'disable', VpnEcmpSupport: 'disable' }),
    }),
    break: open,
    neighbours,
  },
  {
    title: 'a gateway to which a VPC is attached is opened',
    async setUp(clients) {
      const gateway = await made(clients, 'spine');
      const { Vpc } = await clients.ec2.createVpc({ CidrBlock: '10.9.0.0/16' });
      const { Subnet } = await clients.ec2.createSubnet({ VpcId: Vpc?.VpcId, CidrBlock: '10.9.1.0/24' });
      await clients.ec2.createTransitGatewayVpcAttachment({
        TransitGatewayId: gateway,
        VpcId: Vpc?.VpcId,
        SubnetIds: [Subnet?.SubnetId ?? ''],
      });
      return { gateway };
    },
    break: open,
    neighbours,
  },
];

export const absent: Absent = { id: 'tgw-0123456789abcdef0' };
