import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { autoScalingGroupOf, listGuardedInstances, readInstance } from './instance.ts';
import { hasOwnDisks, nextSize } from './instance-size.ts';
import { ec2Tags } from './tags.ts';

/** The type that an instance had: stands on it while it is stopped for a resize, so that one that was cut off is finished, not repeated. */
const mark = 'selfheal:resized-from';
/** The load that is high, in percent, and how many averages of five minutes in a row must reach it. */
const high = 80;
const inARow = 3;

const State = z.object({
  state: z.string(),
  type: z.string(),
  /** What the mark says. */
  from: z.string().optional(),
  /** The next larger size that the zone offers. */
  larger: z.string().optional(),
  /** The newest averages of the present run, newest first, in percent. */
  load: z.array(z.number()),
  rootDevice: z.string(),
  /** Its type has disks that lose what is on them when it stops. */
  ownDisks: z.boolean(),
  stopProtected: z.boolean(),
  tenancy: z.string(),
  lifecycle: z.string().optional(),
  autoScalingGroup: z.string().optional(),
});
type State = z.infer<typeof State>;

export const resizeInstance = defineAction({
  id: 'ec2.resize-instance',
  title: 'Give an instance under lasting load the next larger size',
  resource: 'AWS::EC2::Instance',
  heals: [],
  params: z.object({ instanceId: z.string().startsWith('i-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instanceId: id }],
  /** Load is often what an instance is for: without an alarm only guarded ones are looked at. */
  list: listGuardedInstances,
  tags: ec2Tags,

  risk: {
    level: 'high',
    blastRadius: 'everything that runs on the instance, which stops and starts; without an Elastic IP its public address changes',
    outage: 'brief',
  },
  cost: (state) =>
    state.larger === undefined || !(isHot(state) || underWay(state))
      ? []
      : [
          {
            what: `${before(state)} → ${state.larger}`,
            unit: `ec2:${state.larger}`,
            quantity: 1,
            per: 'month',
            instead: { unit: `ec2:${before(state)}`, quantity: 1 },
          },
        ],
  permissions: {
    read: [
      'cloudwatch:GetMetricStatistics',
      'ec2:DescribeInstanceAttribute',
      'ec2:DescribeInstanceTypeOfferings',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeInstances',
      'ec2:DescribeTags',
    ],
    write: ['ec2:CreateTags', 'ec2:DeleteTags', 'ec2:ModifyInstanceAttribute', 'ec2:StartInstances', 'ec2:StopInstances'],
    undo: [],
    dependent: ['kms:CreateGrant'],
    on: ['arn:{partition}:ec2:{region}:{account}:instance/{instanceId}'],
  },
  repeat: 'safe',
  rounds: 2,
  settles: '15m',
  keeps: 'before',
  recorded: false,
  exercised: {
    not: 'the emulator keeps the launch time when an instance starts again, so that the load of the run before would still count',
  },

  async observe(cloud, { instanceId }) {
    const instance = await readInstance(cloud, instanceId);
    const state = instance.State?.Name ?? 'terminated';
    const type = instance.InstanceType ?? '';
    const from = instance.Tags?.find(({ Key }) => Key === mark)?.Value;
    const [load, larger, ownDisks, protection] = await Promise.all([
      loadOf(cloud, instanceId, instance.LaunchTime?.getTime() ?? 0),
      nextSize(cloud, before({ state, type, from }), instance.Placement?.AvailabilityZone ?? ''),
      hasOwnDisks(cloud, type),
      isGone(state) ? undefined : cloud.read('ec2', 'describeInstanceAttribute', { InstanceId: instanceId, Attribute: 'disableApiStop' }),
    ]);
    return {
      state,
      type,
      from,
      larger,
      load,
      rootDevice: instance.RootDeviceType ?? 'ebs',
      ownDisks,
      stopProtected: protection?.DisableApiStop?.Value === true,
      tenancy: instance.Placement?.Tenancy ?? 'default',
      lifecycle: instance.InstanceLifecycle,
      autoScalingGroup: autoScalingGroupOf(instance),
    };
  },
  wrong(state) {
    if (isHot(state)) return `the CPU load of the ${state.type} has been at least ${Math.min(...state.load)} % for a quarter of an hour`;
    if (underWay(state)) return `it is ${state.state} for a resize from ${before(state)} that is not finished`;
    if (state.state === 'pending') return 'it is still starting';
    return state.state === 'running' && state.from !== undefined ? `the mark of a finished resize (${mark}) is left on it` : undefined;
  },
  refuses(state) {
    if (!isHot(state)) return undefined;
    const { autoScalingGroup, lifecycle, rootDevice, ownDisks, type, stopProtected, tenancy, larger } = state;
    if (autoScalingGroup !== undefined) return `the Auto Scaling group ${autoScalingGroup} adds instances for load: look at its policies`;
    if (lifecycle !== undefined) return `it is a ${lifecycle} instance: AWS decides when it runs`;
    if (rootDevice !== 'ebs' || ownDisks) return `stopping a ${type} would lose what is on its own disks`;
    if (stopProtected) return 'it is protected against being stopped';
    if (tenancy === 'host') return 'it runs on a dedicated host, which may have no room for a larger one';
    return larger === undefined ? `its zone offers nothing larger than ${type} in that family` : undefined;
  },
  fix(state, { instanceId }) {
    const { type, from, larger } = state;
    const unmark = call('ec2', 'deleteTags', { Resources: [instanceId], Tags: [{ Key: mark }] });
    if (isHot(state)) {
      if (larger === undefined) return [];
      const set = call('ec2', 'createTags', { Resources: [instanceId], Tags: [{ Key: mark, Value: type }] });
      return [...(from === type ? [] : [set]), call('ec2', 'stopInstances', { InstanceIds: [instanceId] })];
    }
    if (state.state === 'stopped' && from !== undefined) {
      const grow = larger === undefined || type !== from ? [] : [modify(instanceId, larger)];
      return [...grow, call('ec2', 'startInstances', { InstanceIds: [instanceId] }), unmark];
    }
    return state.state === 'running' && from !== undefined ? [unmark] : [];
  },
  after(state): State {
    const { type, from, larger } = state;
    if (isHot(state)) return larger === undefined ? state : { ...state, state: 'stopped', from: type };
    if (state.state === 'stopped' && from !== undefined)
      return { ...state, state: 'running', type: type === from ? (larger ?? type) : type, from: undefined, load: [] };
    return state.state === 'running' && from !== undefined ? { ...state, from: undefined } : state;
  },
  comparable: ({ state, type, from }) => ({ state, type, from }),
  irreversible: 'the way back stops the instance a second time: a person makes it smaller when the load is gone',
});

const isGone = (state: string): boolean => state === 'terminated' || state === 'shutting-down';
const underWay = ({ state, from }: Pick<State, 'state' | 'from'>): boolean =>
  from !== undefined && (state === 'stopping' || state === 'stopped');
const isHot = ({ state, load }: State): boolean =>
  state === 'running' && load.length >= inARow && load.slice(0, inARow).every((each) => each >= high);

/** The type that is to be outgrown: of an instance that is stopped for it the marked one, whether it was changed already or not. */
const before = (state: Pick<State, 'state' | 'type' | 'from'>): string => (underWay(state) ? (state.from ?? state.type) : state.type);

const modify = (InstanceId: string, type: string) => call('ec2', 'modifyInstanceAttribute', { InstanceId, InstanceType: { Value: type } });

/** Averages of five minutes since the instance was last started, at most of the last hour. */
async function loadOf(cloud: Reader, instanceId: string, launchedAt: number): Promise<number[]> {
  const now = cloud.now();
  const { Datapoints = [] } = await cloud.read('cloudwatch', 'getMetricStatistics', {
    Namespace: 'AWS/EC2',
    MetricName: 'CPUUtilization',
    Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
    StartTime: new Date(Math.max(launchedAt, now - 3_600_000)),
    EndTime: new Date(now),
    Period: 300,
    Statistics: ['Average'],
  });
  return Datapoints.toSorted((a, b) => (b.Timestamp?.getTime() ?? 0) - (a.Timestamp?.getTime() ?? 0))
    .slice(0, inARow)
    .map(({ Average = 0 }) => Math.round(Average));
}
