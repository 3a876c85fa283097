import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { canonical } from '#domain/json.ts';
import { call, type Output, type Reader } from '#ports/cloud.ts';
import { FlowLog, flowLogOf, madeLike } from './flow-log.ts';
import { ec2Tags } from './tags.ts';
import { listVpcs } from './vpc.ts';

const Own = z.object({ ...FlowLog.shape, id: z.string(), delivers: z.boolean() });
type Own = z.infer<typeof Own>;
const State = z.object({
  /** Active flow logs of the VPC itself, also such as cannot deliver. */
  logs: z.array(Own),
  /** What most other VPCs of the region have: where the logs of this account go. */
  example: FlowLog.optional(),
  /** Gigabytes a month that one flow log like it delivers now, where CloudWatch counts them. */
  monthlyGb: z.number().optional(),
});
type State = z.infer<typeof State>;
type Described = NonNullable<Output<'ec2', 'describeFlowLogs'>['FlowLogs']>[number];

export const enableFlowLogs = defineAction({
  id: 'ec2.enable-flow-logs',
  title: 'Record the rejected traffic of a VPC, as its neighbours do',
  resource: 'AWS::EC2::VPC',
  heals: ['securityhub:EC2.6', 'config:vpc-flow-logs-enabled'],
  params: z.object({ vpcId: z.string().startsWith('vpc-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ vpcId: id }],
  list: listVpcs,
  tags: ec2Tags,

  risk: { level: 'low', blastRadius: 'the destination, which other VPCs of the region log to already', outage: 'none' },
  /** As much as its neighbours deliver; where nobody counts that, the price is not known, and a person is asked. */
  cost: (state) =>
    covered(state)
      ? []
      : [
          {
            what: `the flow log${state.monthlyGb === undefined ? '' : ' (as much as one like it delivers)'}`,
            unit: state.example?.destinationType === 's3' ? 'vpc:flow-log-s3-gb' : 'vpc:flow-log-gb',
            quantity: state.monthlyGb,
            per: 'month',
          },
        ],
  permissions: {
    read: ['cloudwatch:GetMetricStatistics', 'ec2:DescribeVpcs', 'ec2:DescribeFlowLogs', 'ec2:DescribeTags'],
    write: ['ec2:CreateFlowLogs'],
    undo: ['ec2:DeleteFlowLogs'],
    dependent: ['iam:PassRole', 'logs:CreateLogDelivery', 'logs:DeleteLogDelivery'],
    on: ['arn:{partition}:ec2:{region}:{account}:vpc/{vpcId}', 'arn:{partition}:ec2:{region}:{account}:vpc-flow-log/*'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '10m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { vpcId }) {
    const [{ FlowLogs = [] }] = await Promise.all([
      cloud.read('ec2', 'describeFlowLogs', {}),
      cloud.read('ec2', 'describeVpcs', { VpcIds: [vpcId] }), // says so when the VPC is gone; its flow logs would just be none
    ]);
    const active = FlowLogs.filter(({ FlowLogStatus }) => FlowLogStatus === 'ACTIVE');
    const logs = active
      .filter(({ ResourceId }) => ResourceId === vpcId)
      .map((log) => Own.parse({ ...flowLogOf(log), id: log.FlowLogId, delivers: delivers(log) }));
    const others = active.filter((log) => log.ResourceId?.startsWith('vpc-') && log.ResourceId !== vpcId && delivers(log));
    const example = mostFrequent(others.map(flowLogOf).filter(recordsRejected));
    return covered({ logs }) ? { logs, example } : { logs, example, monthlyGb: await monthlyGb(cloud, example, others.map(flowLogOf)) };
  },
  wrong(state) {
    if (covered(state)) return undefined;
    const [broken] = state.logs.filter(recordsRejected);
    return broken === undefined
      ? 'no flow log records the rejected traffic of the VPC'
      : `the flow log ${broken.id} of the VPC cannot deliver`;
  },
  refuses(state) {
    if (covered(state)) return undefined;
    const broken = state.logs.find(recordsRejected);
    if (broken !== undefined) return `${broken.id} is there and cannot deliver: repair its destination or its role`;
    return state.example === undefined
      ? 'no other VPC of this region has a flow log that shows where the logs of this account go'
      : undefined;
  },
  fix(state, { vpcId }) {
    if (covered(state) || state.example === undefined || state.logs.some(recordsRejected)) return [];
    return [call('ec2', 'createFlowLogs', { ResourceType: 'VPC', ResourceIds: [vpcId], ...madeLike(state.example) })];
  },
  after: (state): State =>
    covered(state) || state.example === undefined || state.logs.some(recordsRejected)
      ? state
      : { ...state, logs: [...state.logs, { ...state.example, id: '', delivers: true }] },
  comparable: ({ logs }) => logs.map(settings).toSorted(),
  undo({ logs, example }, now) {
    const before = new Set(logs.map(({ id }) => id));
    const made = now.logs.filter((log) => !before.has(log.id) && example !== undefined && settings(log) === canonical(example));
    return made.length === 0 ? [] : [call('ec2', 'deleteFlowLogs', { FlowLogIds: made.map(({ id }) => id) })];
  },
});

const recordsRejected = ({ traffic }: FlowLog): boolean => traffic !== 'ACCEPT';
const covered = ({ logs }: Pick<State, 'logs'>): boolean => logs.some((log) => log.delivers && recordsRejected(log));
const settings = ({ id: _id, delivers: _delivers, ...log }: Own): string => canonical(log);
const delivers = ({ DeliverLogsStatus }: Described): boolean => DeliverLogsStatus !== 'FAILED';

const days = 14;

/** What came into the example's log group in the last two weeks, for one of the flow logs that go there; nothing when CloudWatch has not counted for a week. */
async function monthlyGb(cloud: Reader, example: FlowLog | undefined, others: readonly FlowLog[]): Promise<number | undefined> {
  if (example?.logGroup === undefined) return undefined;
  const now = cloud.now();
  const { Datapoints = [] } = await cloud.read('cloudwatch', 'getMetricStatistics', {
    Namespace: 'AWS/Logs',
    MetricName: 'IncomingBytes',
    Dimensions: [{ Name: 'LogGroupName', Value: example.logGroup }],
    StartTime: new Date(now - days * 86_400_000),
    EndTime: new Date(now),
    Period: 86_400,
    Statistics: ['Sum'],
  });
  if (Datapoints.length < days / 2) return undefined;
  const bytes = Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0) / Datapoints.length;
  const sharing = others.filter(({ logGroup }) => logGroup === example.logGroup).length;
  return Number(((bytes * 30) / sharing / 2 ** 30).toPrecision(3));
}

function mostFrequent(logs: readonly FlowLog[]): FlowLog | undefined {
  const counts = new Map<string, number>();
  for (const log of logs) counts.set(canonical(log), (counts.get(canonical(log)) ?? 0) + 1);
  const count = (log: FlowLog): number => counts.get(canonical(log)) ?? 0;
  return logs.toSorted((a, b) => count(b) - count(a) || (canonical(a) < canonical(b) ? -1 : 1))[0];
}
