import type { CreateFlowLogsRequest } from '@aws-sdk/client-ec2';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const vpc = async ({ ec2 }: Clients, CidrBlock: string): Promise<string> => (await ec2.createVpc({ CidrBlock })).Vpc?.VpcId ?? '';
const log = (
  { ec2 }: Clients,
  vpcId: string,
  more: Pick<CreateFlowLogsRequest, 'TrafficType' | 'LogDestination' | 'MaxAggregationInterval'>,
) => ec2.createFlowLogs({ ResourceType: 'VPC', ResourceIds: [vpcId], LogDestinationType: 's3', ...more });
async function bucket({ s3, site }: Clients, name: string): Promise<string> {
  const Bucket = `${name}-${site.account}`;
  const elsewhere = site.region as 'eu-west-1';
  await s3.createBucket({
    Bucket,
    ...(site.region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: elsewhere } }),
  });
  return `arn:aws:s3:::${Bucket}`;
}
/** Deletes the flow logs of the VPC that record rejected traffic. */
const remove: Variant['break'] = async ({ ec2 }, params) => {
  const { FlowLogs = [] } = await ec2.describeFlowLogs({ Filter: [{ Name: 'resource-id', Values: [text(params, 'vpcId')] }] });
  const mine = FlowLogs.filter(({ TrafficType }) => TrafficType !== 'ACCEPT').map(({ FlowLogId = '' }) => FlowLogId);
  await ec2.deleteFlowLogs({ FlowLogIds: mine });
};

/** Every VPC, and every flow log but those of the VPC that record rejected traffic. */
async function neighbours({ ec2 }: Clients, { vpcId }: Readonly<Record<string, Json | undefined>>): Promise<Json> {
  const { FlowLogs = [] } = await ec2.describeFlowLogs({});
  const logs = FlowLogs.filter(({ ResourceId, TrafficType }) => ResourceId !== vpcId || TrafficType === 'ACCEPT');
  const { Vpcs = [] } = await ec2.describeVpcs({});
  return JSON.parse(JSON.stringify({ logs, Vpcs })) as Json;
}

export const variants: readonly Variant[] = [
  {
    title: 'the log of one of two VPCs is deleted',
    async setUp(clients) {
      const LogDestination = await bucket(clients, 'flow');
      await log(clients, await vpc(clients, '10.1.0.0/16'), { TrafficType: 'ALL', LogDestination });
      const vpcId = await vpc(clients, '10.2.0.0/16');
      await log(clients, vpcId, { TrafficType: 'ALL', LogDestination });
      return { vpcId };
    },
    break: remove,
    neighbours,
  },
  {
    title: 'the log is deleted beside one of accepted traffic, and most neighbours log elsewhere than one does',
    async setUp(clients) {
      const LogDestination = await bucket(clients, 'network');
      const experiment = await bucket(clients, 'experiment');
      await log(clients, await vpc(clients, '10.1.0.0/16'), { TrafficType: 'REJECT', LogDestination, MaxAggregationInterval: 60 });
      await log(clients, await vpc(clients, '10.2.0.0/16'), { TrafficType: 'REJECT', LogDestination, MaxAggregationInterval: 60 });
      await log(clients, await vpc(clients, '10.3.0.0/16'), { TrafficType: 'ALL', LogDestination: experiment });
      const vpcId = await vpc(clients, '10.4.0.0/16');
      await log(clients, vpcId, { TrafficType: 'ACCEPT', LogDestination: experiment });
      await log(clients, vpcId, { TrafficType: 'REJECT', LogDestination, MaxAggregationInterval: 60 });
      return { vpcId };
    },
    break: remove,
    neighbours,
  },
  {
    title: 'both logs of a VPC are deleted, and its neighbour logs to CloudWatch',
    async setUp(clients) {
      const LogDestination = await bucket(clients, 'traffic');
      await clients.logs.createLogGroup({ logGroupName: '/network/flow' });
      await clients.ec2.createFlowLogs({
        ResourceType: 'VPC',
        ResourceIds: [await vpc(clients, '10.1.0.0/16')],
        TrafficType: 'REJECT',
        LogDestinationType: 'cloud-watch-logs',
        LogGroupName: '/network/flow',
        DeliverLogsPermissionArn: `arn:aws:iam::${clients.site.account}:role/flow-logs`,
      });
      const vpcId = await vpc(clients, '10.2.0.0/16');
      await log(clients, vpcId, { TrafficType: 'ALL', LogDestination });
      await log(clients, vpcId, { TrafficType: 'REJECT', LogDestination: await bucket(clients, 'second') });
      return { vpcId };
    },
    break: remove,
    neighbours,
  },
];

export const absent: Absent = { id: 'vpc-0123456789abcdef0' };
