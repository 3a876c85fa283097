import { z } from 'zod';
import { recordOf } from '#catalogue/actions/record.ts';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { call } from '#ports/cloud.ts';
import { groupTags, listGuardedGroups, readGroup } from './group.ts';

const Size = z.object({ min: z.int(), max: z.int(), desired: z.int() });
type Size = z.infer<typeof Size>;
const State = z.object({
  size: Size,
  inService: z.int(),
  launches: z.boolean(),
  /** A scheduled action takes it to zero: then zero is its plan. */
  scheduledToZero: z.boolean(),
  deleting: z.boolean(),
  /** As it was last recorded, when it had instances. */
  recorded: Size.optional(),
});
type State = z.infer<typeof State>;

export const setDesiredCapacity = defineAction({
  id: 'autoscaling.set-desired-capacity',
  title: 'Give a group that was scaled to zero its instances back',
  resource: 'AWS::AutoScaling::AutoScalingGroup',
  heals: [],
  params: z.object({ group: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ group: id }],
  list: listGuardedGroups,
  tags: groupTags,

  risk: { level: 'medium', blastRadius: 'the group, which launches as many instances as it had', outage: 'none' },
  /** Its instances ran and were paid for before they were taken away. */
  cost: () => [],
  permissions: {
    read: ['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeScheduledActions'],
    write: ['autoscaling:UpdateAutoScalingGroup'],
    undo: ['autoscaling:UpdateAutoScalingGroup'],
    dependent: [],
    on: ['arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{group}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '10m',
  keeps: 'before',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { group: name }) {
    const [group, { ScheduledUpdateGroupActions = [] }, record] = await Promise.all([
      readGroup(cloud, name),
      cloud.read('autoscaling', 'describeScheduledActions', { AutoScalingGroupName: name }),
      recordOf(cloud, { type: 'AWS::AutoScaling::AutoScalingGroup', id: name }, z.object({ size: Size })),
    ]);
    return {
      size: Size.parse({ min: group.MinSize, max: group.MaxSize, desired: group.DesiredCapacity }),
      inService: (group.Instances ?? []).filter(({ LifecycleState }) => LifecycleState === 'InService').length,
      launches: !(group.SuspendedProcesses ?? []).some(({ ProcessName }) => ProcessName === 'Launch'),
      scheduledToZero: ScheduledUpdateGroupActions.some(({ DesiredCapacity, MaxSize }) => DesiredCapacity === 0 || MaxSize === 0),
      deleting: group.Status !== undefined,
      recorded: record?.size,
    };
  },
  wrong({ size, inService }) {
    if (size.desired === 0) return 'the group was scaled to zero';
    return inService === 0 ? `none of the ${size.desired} instances of the group is in service` : undefined;
  },
  refuses({ size, deleting, launches, scheduledToZero, recorded }) {
    if (deleting) return 'the group is being deleted';
    if (!launches) return 'its Launch process is suspended: no instance would come';
    if (size.desired > 0) return undefined;
    if (scheduledToZero) return 'a scheduled action takes it to zero: that is its plan';
    return recorded === undefined ? 'how many instances it had, nobody recorded: a person decides' : undefined;
  },
  fix: ({ size, recorded }, { group }) => (size.desired > 0 || recorded === undefined ? [] : resize(group, size, recorded)),
  after(state): State {
    const size = state.size.desired > 0 ? state.size : (state.recorded ?? state.size);
    return { ...state, size, inService: state.inService === 0 ? size.desired : state.inService };
  },
  comparable: ({ size, deleting, scheduledToZero }) => ({ size, deleting, scheduledToZero }),
  undo: (before, now, { group }) => (before.size.desired === 0 ? resize(group, now.size, before.size) : []),
});

/** Says only what has to change. */
function resize(group: string, from: Size, to: Size): readonly Call[] {
  if (from.min === to.min && from.max === to.max && from.desired === to.desired) return [];
  return [
    call('autoscaling', 'updateAutoScalingGroup', {
      AutoScalingGroupName: group,
      MinSize: from.min === to.min ? undefined : to.min,
      MaxSize: from.max === to.max ? undefined : to.max,
      DesiredCapacity: to.desired,
    }),
  ];
}
