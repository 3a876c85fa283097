import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { HealError } from '#domain/heal-error.ts';
import { canonical } from '#domain/json.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Output, type Reader } from '#ports/cloud.ts';
import { FlowLog, flowLogOf, madeLike } from './flow-log.ts';
import { ec2Tags } from './tags.ts';

const Log = z.object({ ...FlowLog.shape, on: z.string() });
type Log = z.infer<typeof Log>;
const Known = z.object({ log: Log, tags: z.record(z.string(), z.string()) });
const State = z.object({
  /** The flow log itself, while it is there. */
  log: Log.optional(),
  tags: z.record(z.string(), z.string()),
  recorded: Known.optional(),
  /** A flow log of the same resource that records the same to the same place; looked for only when it is gone itself. */
  successor: z.string().optional(),
  /** Is what it recorded the traffic of still there? */
  subject: z.boolean(),
});
type State = z.infer<typeof State>;
type Described = NonNullable<Output<'ec2', 'describeFlowLogs'>['FlowLogs']>[number];

export const restoreFlowLog = defineAction({
  id: 'ec2.restore-flow-log',
  title: 'Make a deleted flow log again',
  resource: 'AWS::EC2::FlowLog',
  heals: [],
  params: z.object({ flowLogId: z.string().startsWith('fl-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ flowLogId: id }],
  list: listFlowLogs,
  tags: ec2Tags,

  risk: {
    level: 'low',
    blastRadius: 'the destination, which gets the log again; what happened meanwhile stays unrecorded',
    outage: 'none',
  },
  /** It was delivered and paid for before it was deleted. */
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeFlowLogs', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DescribeTags', 'ec2:DescribeVpcs'],
    write: ['ec2:CreateFlowLogs'],
    undo: ['ec2:DeleteFlowLogs'],
    dependent: ['ec2:CreateTags', 'iam:PassRole', 'logs:CreateLogDelivery', 'logs:DeleteLogDelivery'],
    on: [
      'arn:{partition}:ec2:{region}:{account}:network-interface/*',
      'arn:{partition}:ec2:{region}:{account}:subnet/*',
      'arn:{partition}:ec2:{region}:{account}:vpc/*',
      'arn:{partition}:ec2:{region}:{account}:vpc-flow-log/*',
    ],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'safer',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { flowLogId }) {
    const [{ FlowLogs = [] }, recorded] = await Promise.all([
      cloud.read('ec2', 'describeFlowLogs', {}),
      recordOf(cloud, { type: 'AWS::EC2::FlowLog', id: flowLogId }, Known),
    ]);
    const found = FlowLogs.find((log) => log.FlowLogId === flowLogId);
    if (found !== undefined) return { log: logOf(found), tags: tagsOf(found), recorded, subject: true };
    if (recorded === undefined)
      throw new HealError('no-such-resource', `${flowLogId} is not a flow log in ${cloud.site.region}, and was never recorded.`);
    const successor = FlowLogs.find((log) => canonical(logOf(log)) === canonical(recorded.log))?.FlowLogId;
    return { tags: recorded.tags, recorded, successor, subject: await isThere(cloud, recorded.log.on) };
  },
  wrong: (state) =>
    isLost(state) ? `the flow log was deleted: ${state.recorded?.log.on} has no record of its traffic any more` : undefined,
  refuses: (state) =>
    isLost(state) && !state.subject ? `${state.recorded?.log.on} is gone too: there is no traffic to record` : undefined,
  fix: (state) => (isLost(state) && state.subject && state.recorded !== undefined ? [make(state.recorded)] : []),
  after: (state): State => (isLost(state) && state.subject ? { ...state, successor: '' } : state),
  comparable: ({ log, recorded, successor }) => ({ log: log ?? (successor === undefined ? undefined : recorded?.log) }),
  undo: (before, now) =>
    isLost(before) && now.successor !== undefined ? [call('ec2', 'deleteFlowLogs', { FlowLogIds: [now.successor] })] : [],
});

const isLost = ({ log, recorded, successor }: State): boolean => log === undefined && recorded !== undefined && successor === undefined;
const logOf = (log: Described): Log => ({ ...flowLogOf(log), on: log.ResourceId ?? '' });
const tagsOf = ({ Tags = [] }: Described): Record<string, string> =>
  Object.fromEntries(Tags.flatMap(({ Key = '', Value = '' }) => (Key.startsWith('aws:') ? [] : [[Key, Value]])));

function make({ log, tags }: z.infer<typeof Known>) {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return call('ec2', 'createFlowLogs', {
    ResourceType: kindOf(log.on),
    ResourceIds: [log.on],
    ...madeLike(log),
    ...(Tags.length === 0 ? {} : { TagSpecifications: [{ ResourceType: 'vpc-flow-log', Tags }] }),
  });
}

function kindOf(resourceId: string): 'VPC' | 'Subnet' | 'NetworkInterface' | 'TransitGateway' | 'TransitGatewayAttachment' {
  if (resourceId.startsWith('subnet-')) return 'Subnet';
  if (resourceId.startsWith('eni-')) return 'NetworkInterface';
  if (resourceId.startsWith('tgw-attach-')) return 'TransitGatewayAttachment';
  return resourceId.startsWith('tgw-') ? 'TransitGateway' : 'VPC';
}

/** Of transit gateways AWS says so itself when the flow log is made. */
async function isThere(cloud: Reader, id: string): Promise<boolean> {
  switch (kindOf(id)) {
    case 'VPC':
      return ((await cloud.find('ec2', 'describeVpcs', { VpcIds: [id] }, ['InvalidVpcID.NotFound']))?.Vpcs ?? []).length > 0;
    case 'Subnet':
      return ((await cloud.find('ec2', 'describeSubnets', { SubnetIds: [id] }, ['InvalidSubnetID.NotFound']))?.Subnets ?? []).length > 0;
    case 'NetworkInterface': {
      const gone = ['InvalidNetworkInterfaceID.NotFound'];
      const answer = await cloud.find('ec2', 'describeNetworkInterfaces', { NetworkInterfaceIds: [id] }, gone);
      return (answer?.NetworkInterfaces ?? []).length > 0;
    }
    default:
      return true;
  }
}

/** Every flow log at the reader's site. */
async function listFlowLogs(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { FlowLogs = [] } = await reader.read('ec2', 'describeFlowLogs', {});
  return FlowLogs.flatMap(({ FlowLogId: id }) =>
    id === undefined
      ? []
      : [
          {
            type: 'AWS::EC2::FlowLog',
            id,
            arn: `arn:${partition}:ec2:${region}:${account}:vpc-flow-log/${id}`,
            partition,
            account,
            region,
          },
        ],
  );
}
