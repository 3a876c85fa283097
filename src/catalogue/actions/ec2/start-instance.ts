import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { autoScalingGroupOf, listGuardedInstances, readInstance } from './instance.ts';
import { ec2Tags } from './tags.ts';

/** The tag by which Instance Scheduler on AWS finds what it starts and stops (its default name). */
const scheduleTag = 'Schedule';

const State = z.object({
  state: z.enum(['pending', 'running', 'shutting-down', 'stopping', 'stopped', 'terminated']),
  type: z.string(),
  lifecycle: z.string().optional(),
  autoScalingGroup: z.string().optional(),
  schedule: z.string().optional(),
});

type State = z.infer<typeof State>;

export const startInstance = defineAction({
  id: 'ec2.start-instance',
  title: 'Start an instance that was stopped',
  resource: 'AWS::EC2::Instance',
  heals: [],
  params: z.object({ instanceId: z.string().startsWith('i-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instanceId: id }],
  list: listGuardedInstances,
  tags: ec2Tags,

  risk: { level: 'low', blastRadius: 'the instance, which runs its start-up scripts', outage: 'none' },
  /** It was running and paid for before it stopped: nothing is created or enlarged. */
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeInstances', 'ec2:DescribeTags'],
    write: ['ec2:StartInstances'],
    undo: ['ec2:StopInstances'],
    dependent: ['kms:CreateGrant'],
    on: ['arn:{partition}:ec2:{region}:{account}:instance/{instanceId}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '5m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { instanceId }) {
    const instance = await readInstance(cloud, instanceId);
    return State.parse({
      state: instance.State?.Name,
      type: instance.InstanceType,
      lifecycle: instance.InstanceLifecycle,
      autoScalingGroup: autoScalingGroupOf(instance),
      schedule: instance.Tags?.find(({ Key }) => Key === scheduleTag)?.Value,
    });
  },
  wrong({ state }) {
    if (state === 'running') return undefined;
    return state === 'pending' ? 'the instance is still starting' : `the instance is ${state}`;
  },
  refuses({ state, lifecycle, autoScalingGroup, schedule }) {
    if (state === 'terminated' || state === 'shutting-down') return 'a terminated instance cannot be started again';
    if (autoScalingGroup !== undefined) return `the Auto Scaling group ${autoScalingGroup} replaces it by itself`;
    if (lifecycle !== undefined) return `it is a ${lifecycle} instance: AWS decides when it runs`;
    if (schedule !== undefined) return `its tag ${scheduleTag}=${schedule} says that a schedule starts and stops it`;
    return undefined;
  },
  fix: ({ state }, { instanceId }) => (state === 'stopped' ? [call('ec2', 'startInstances', { InstanceIds: [instanceId] })] : []),
  after: (state): State => (state.state === 'stopped' ? { ...state, state: 'running' } : state),
  comparable: (state) => state,
  undo: (before, now, { instanceId }) =>
    before.state === 'stopped' && (now.state === 'running' || now.state === 'pending')
      ? [call('ec2', 'stopInstances', { InstanceIds: [instanceId] })]
      : [],
});
