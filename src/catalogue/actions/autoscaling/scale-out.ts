import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { groupTags, listGuardedGroups, readGroup } from './group.ts';

const Alarm = z.object({
  ringing: z.boolean(),
  /** It watches this very group. */
  ofGroup: z.boolean(),
  /** A scaling policy hangs on it, which scales the group by itself. */
  scales: z.boolean(),
});
const State = z.object({
  size: z.object({ max: z.int(), desired: z.int() }),
  inService: z.int(),
  launches: z.boolean(),
  deleting: z.boolean(),
  /** What its newest instance is; nothing when it has none. */
  instanceType: z.string().optional(),
  /** Looked for only when an event named it. */
  alarm: Alarm.optional(),
});
type State = z.infer<typeof State>;

export const scaleOut = defineAction({
  id: 'autoscaling.scale-out',
  title: 'Add one instance to a group whose load alarm rings',
  resource: 'AWS::AutoScaling::AutoScalingGroup',
  heals: [],
  params: z.object({
    group: z.string().min(1),
    /** The alarm that rang; without it nothing is known of the load. */
    alarm: z.string().min(1).optional(),
  }),
  condition: [],
  state: State,
  from: ({ id }) => [{ group: id }],
  list: listGuardedGroups,
  tags: groupTags,

  risk: { level: 'low', blastRadius: 'the group, which launches one instance within its own maximum', outage: 'none' },
  cost: ({ instanceType = 'unknown' }) => [{ what: `one more ${instanceType}`, unit: `ec2:${instanceType}`, quantity: 1, per: 'month' }],
  permissions: {
    read: ['autoscaling:DescribeAutoScalingGroups', 'cloudwatch:DescribeAlarms'],
    write: ['autoscaling:SetDesiredCapacity'],
    undo: ['autoscaling:SetDesiredCapacity'],
    dependent: [],
    on: ['arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{group}'],
  },
  // The capacity is named, not counted up: sent twice it is the same.
  repeat: 'safe',
  rounds: 1,
  settles: '15m',
  keeps: 'before',
  recorded: false,
  exercised: { not: 'the emulator evaluates no alarm, so that nothing tells whether more capacity helped' },

  async observe(cloud, { group: name, alarm }) {
    const [group, watched] = await Promise.all([readGroup(cloud, name), alarm === undefined ? undefined : readAlarm(cloud, name, alarm)]);
    const serving = (group.Instances ?? []).filter(({ LifecycleState }) => LifecycleState === 'InService');
    return {
      size: { max: group.MaxSize ?? 0, desired: group.DesiredCapacity ?? 0 },
      // Capacity is counted in instances, or in the weights that a group gives to their types.
      inService: serving.reduce((sum, { WeightedCapacity = '1' }) => sum + Number(WeightedCapacity), 0),
      launches: !(group.SuspendedProcesses ?? []).some(({ ProcessName }) => ProcessName === 'Launch'),
      deleting: group.Status !== undefined,
      instanceType: serving.at(-1)?.InstanceType,
      alarm: watched,
    };
  },
  wrong: ({ alarm }, { alarm: name }) => (alarm?.ringing === true ? `the alarm ${name} rings` : undefined),
  refuses({ alarm, size, inService, launches, deleting }) {
    if (deleting) return 'the group is being deleted';
    if (alarm !== undefined && !alarm.ofGroup) return 'the alarm does not watch this group';
    if (alarm?.scales === true) return 'a scaling policy of its own hangs on the alarm, and scales it';
    if (!launches) return 'its Launch process is suspended: no instance would come';
    if (size.desired === 0) return 'the group has no instances, so it cannot be their load';
    const full = size.desired >= size.max && inService >= size.desired;
    return full ? `the group is at its maximum of ${size.max}: to raise that, a person decides` : undefined;
  },
  fix: (state, { group }) =>
    isShort(state)
      ? [
          call('autoscaling', 'setDesiredCapacity', {
            AutoScalingGroupName: group,
            DesiredCapacity: state.size.desired + 1,
            HonorCooldown: false,
          }),
        ]
      : [],
  after(state): State {
    if (!isShort(state)) return state;
    const { size, inService, alarm } = state;
    return {
      ...state,
      size: { ...size, desired: size.desired + 1 },
      inService: inService + 1,
      ...(alarm === undefined ? {} : { alarm: { ...alarm, ringing: false } }),
    };
  },
  comparable: ({ size, launches, deleting }) => ({ size, launches, deleting }),
  undo: (before, now, { group }) =>
    before.alarm?.ringing === true && now.size.desired === before.size.desired + 1
      ? [
          call('autoscaling', 'setDesiredCapacity', {
            AutoScalingGroupName: group,
            DesiredCapacity: before.size.desired,
            HonorCooldown: false,
          }),
        ]
      : [],
});

/** The alarm rings, and all that was asked for so far serves: while an instance is on its way, waiting comes first. */
const isShort = ({ alarm, size, inService }: State): boolean =>
  alarm?.ringing === true && inService >= size.desired && size.desired < size.max;

async function readAlarm(reader: Reader, group: string, name: string): Promise<z.infer<typeof Alarm> | undefined> {
  const { MetricAlarms = [] } = await reader.read('cloudwatch', 'describeAlarms', { AlarmNames: [name], AlarmTypes: ['MetricAlarm'] });
  const alarm = MetricAlarms.find(({ AlarmName }) => AlarmName === name);
  if (alarm === undefined) return undefined;
  const dimensions = [
    ...(alarm.Dimensions ?? []),
    ...(alarm.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Metric?.Dimensions ?? []),
  ];
  return {
    ringing: alarm.StateValue === 'ALARM',
    ofGroup: dimensions.some(({ Name, Value }) => Name === 'AutoScalingGroupName' && Value === group),
    scales: (alarm.AlarmActions ?? []).some((action) => action.includes(':scalingPolicy:')),
  };
}
