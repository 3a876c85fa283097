import type { CreateFlowLogsRequest, FlowLogsResourceType } from '@aws-sdk/client-ec2';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

async function network({ ec2, site }: Clients) {
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
  const { Subnet } = await ec2.createSubnet({ VpcId: Vpc?.VpcId, CidrBlock: '10.0.1.0/24', AvailabilityZone: `${site.region}a` });
  const { NetworkInterface } = await ec2.createNetworkInterface({ SubnetId: Subnet?.SubnetId });
  return { vpc: Vpc?.VpcId ?? '', subnet: Subnet?.SubnetId ?? '', card: NetworkInterface?.NetworkInterfaceId ?? '' };
}
async function bucket({ s3, site }: Clients, name: string): Promise<string> {
  const Bucket = `${name}-${site.account}`;
  const elsewhere = site.region as 'eu-west-1';
  await s3.createBucket({
    Bucket,
    ...(site.region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: elsewhere } }),
  });
  return `arn:aws:s3:::${Bucket}`;
}
async function log(
  { ec2 }: Clients,
  ResourceType: FlowLogsResourceType,
  id: string,
  more: Partial<CreateFlowLogsRequest>,
): Promise<string> {
  const { FlowLogIds = [] } = await ec2.createFlowLogs({
    ResourceType,
    ResourceIds: [id],
    TrafficType: 'ALL',
    LogDestinationType: 's3',
    ...more,
  });
  return FlowLogIds[0] ?? '';
}
const remove: Variant['break'] = ({ ec2 }, params) => ec2.deleteFlowLogs({ FlowLogIds: [text(params, 'flowLogId')] });

/** Every flow log with its tags but the one that is the condition, known by what it records, and every VPC. */
async function neighbours({ ec2 }: Clients, { flowLogId }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { FlowLogs = [] } = await ec2.describeFlowLogs({});
  const others = FlowLogs.filter(({ FlowLogId, Tags = [] }) => FlowLogId !== flowLogId && !Tags.some(({ Key }) => Key === 'watched'));
  const { Vpcs = [] } = await ec2.describeVpcs({});
  return JSON.parse(JSON.stringify({ others, Vpcs })) as Json;
}
const watched = { TagSpecifications: [{ ResourceType: 'vpc-flow-log' as const, Tags: [{ Key: 'watched', Value: 'true' }] }] };

export const variants: readonly Variant[] = [
  {
    title: 'one of two logs of a VPC is deleted',
    async setUp(clients) {
      const { vpc } = await network(clients);
      await log(clients, 'VPC', vpc, { LogDestination: await bucket(clients, 'second'), TrafficType: 'REJECT' });
      return { flowLogId: await log(clients, 'VPC', vpc, { LogDestination: await bucket(clients, 'flow'), ...watched }) };
    },
    break: remove,
    neighbours,
  },
  {
    title: 'the log of a subnet is deleted beside that of its VPC',
    async setUp(clients) {
      const { vpc, subnet } = await network(clients);
      const LogDestination = await bucket(clients, 'flow');
      await log(clients, 'VPC', vpc, { LogDestination });
      const more = { LogDestination, TrafficType: 'REJECT' as const, MaxAggregationInterval: 60 };
      return { flowLogId: await log(clients, 'Subnet', subnet, { ...more, ...watched }) };
    },
    break: remove,
    neighbours,
  },
  {
    title: 'the log of one network interface is deleted',
    async setUp(clients) {
      const { card } = await network(clients);
      const LogDestination = await bucket(clients, 'cards');
      return { flowLogId: await log(clients, 'NetworkInterface', card, { LogDestination, TrafficType: 'ACCEPT', ...watched }) };
    },
    break: remove,
    neighbours,
  },
];

export const absent: Absent = { id: 'fl-0123456789abcdef0' };
