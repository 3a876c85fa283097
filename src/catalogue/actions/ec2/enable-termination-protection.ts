import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { autoScalingGroupOf, listGuardedInstances, readInstance } from './instance.ts';
import { ec2Tags } from './tags.ts';

const State = z.object({
  state: z.string(),
  protected: z.boolean(),
  lifecycle: z.string().optional(),
  autoScalingGroup: z.string().optional(),
});
type State = z.infer<typeof State>;

export const enableTerminationProtection = defineAction({
  id: 'ec2.enable-termination-protection',
  title: 'Protect an instance against termination again',
  resource: 'AWS::EC2::Instance',
  heals: [],
  params: z.object({ instanceId: z.string().startsWith('i-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instanceId: id }],
  /** Most instances are meant to go one day: without an event only guarded ones must be protected. */
  list: listGuardedInstances,
  tags: ec2Tags,

  risk: { level: 'low', blastRadius: 'whoever wants to terminate the instance, a stack that is deleted among them', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeInstances', 'ec2:DescribeInstanceAttribute', 'ec2:DescribeTags'],
    write: ['ec2:ModifyInstanceAttribute'],
    undo: ['ec2:ModifyInstanceAttribute'],
    dependent: [],
    on: ['arn:{partition}:ec2:{region}:{account}:instance/{instanceId}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { instanceId }) {
    const instance = await readInstance(cloud, instanceId);
    const state = instance.State?.Name ?? 'terminated';
    const { DisableApiTermination } = isGone({ state })
      ? {} // AWS tells no attributes of an instance that is gone
      : await cloud.read('ec2', 'describeInstanceAttribute', { InstanceId: instanceId, Attribute: 'disableApiTermination' });
    return {
      state,
      protected: DisableApiTermination?.Value === true,
      lifecycle: instance.InstanceLifecycle,
      autoScalingGroup: autoScalingGroupOf(instance),
    };
  },
  wrong: (state) => (open(state) ? 'the instance can be terminated by one call' : undefined),
  refuses(state) {
    if (!open(state)) return undefined;
    if (state.lifecycle !== undefined) return `it is a ${state.lifecycle} instance, which AWS does not protect`;
    return state.autoScalingGroup === undefined
      ? undefined
      : `the Auto Scaling group ${state.autoScalingGroup} ends its instances whatever this says: use its scale-in protection`;
  },
  fix: (state, { instanceId }) => (open(state) ? [set(instanceId, true)] : []),
  after: (state): State => (open(state) ? { ...state, protected: true } : state),
  comparable: (state) => ({ protected: state.protected }),
  undo: (before, now, { instanceId }) => (open(before) && now.protected ? [set(instanceId, false)] : []),
});

const isGone = ({ state }: Pick<State, 'state'>): boolean => state === 'terminated' || state === 'shutting-down';
const open = (state: State): boolean => !state.protected && !isGone(state);
const set = (InstanceId: string, Value: boolean) =>
  call('ec2', 'modifyInstanceAttribute', { InstanceId, DisableApiTermination: { Value } });
