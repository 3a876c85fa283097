import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { groupTags, listGuardedGroups, readGroup } from './group.ts';

/** Without these a group neither notices nor replaces what is broken. The others (AZRebalance, ScheduledActions …) are often suspended on purpose. */
const healing = ['AddToLoadBalancer', 'HealthCheck', 'Launch', 'ReplaceUnhealthy'];

const State = z.object({
  /** In the order of their names. */
  suspended: z.array(z.string()),
  /** Why AWS itself suspended one of them, in its words. */
  byAws: z.string().optional(),
  deleting: z.boolean(),
});
type State = z.infer<typeof State>;

export const resumeProcesses = defineAction({
  id: 'autoscaling.resume-processes',
  title: 'Let a group replace unhealthy instances again',
  resource: 'AWS::AutoScaling::AutoScalingGroup',
  heals: [],
  params: z.object({ group: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ group: id }],
  list: listGuardedGroups,
  tags: groupTags,

  risk: { level: 'medium', blastRadius: 'the group, which at once replaces what it finds unhealthy', outage: 'none' },
  /** Instances come only up to the desired capacity, which somebody chose and pays for. */
  cost: () => [],
  permissions: {
    read: ['autoscaling:DescribeAutoScalingGroups'],
    write: ['autoscaling:ResumeProcesses'],
    undo: ['autoscaling:SuspendProcesses'],
    dependent: [],
    on: ['arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{group}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { group: name }) {
    const { SuspendedProcesses = [], Status } = await readGroup(cloud, name);
    return {
      suspended: SuspendedProcesses.flatMap(({ ProcessName }) => ProcessName ?? []).toSorted((a, b) => a.localeCompare(b)),
      byAws: SuspendedProcesses.map(({ SuspensionReason }) => SuspensionReason).find(
        (reason) => reason && !/^user suspended/i.test(reason),
      ),
      deleting: Status !== undefined,
    };
  },
  wrong(state) {
    const stopped = missing(state);
    return stopped.length === 0 ? undefined : `${stopped.join(', ')} ${stopped.length === 1 ? 'is' : 'are'} suspended`;
  },
  refuses({ byAws, deleting }) {
    if (deleting) return 'the group is being deleted';
    return byAws === undefined ? undefined : `AWS itself suspended it (${byAws}): what keeps instances from starting has to be found first`;
  },
  fix(state, { group }) {
    const stopped = missing(state);
    return stopped.length === 0 ? [] : [call('autoscaling', 'resumeProcesses', { AutoScalingGroupName: group, ScalingProcesses: stopped })];
  },
  after: (state) => ({ ...state, suspended: state.suspended.filter((process) => !healing.includes(process)) }),
  comparable: (state) => state,
  undo(before, now, { group }) {
    const resumed = missing(before).filter((process) => !now.suspended.includes(process));
    return resumed.length === 0
      ? []
      : [call('autoscaling', 'suspendProcesses', { AutoScalingGroupName: group, ScalingProcesses: resumed })];
  },
});

const missing = ({ suspended }: State): string[] => suspended.filter((process) => healing.includes(process));
