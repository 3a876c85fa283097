import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { autoScalingGroupOf, listInstances, readInstance } from './instance.ts';
import { ec2Tags } from './tags.ts';

/** What a status check can say (API reference of InstanceStatusSummary). */
const Check = z.enum(['ok', 'impaired', 'insufficient-data', 'not-applicable', 'initializing']);
const State = z.object({
  state: z.enum(['pending', 'running', 'shutting-down', 'stopping', 'stopped', 'terminated']),
  instanceCheck: Check,
  systemCheck: Check,
  /** When the instance check began to fail: ISO 8601. */
  impairedSince: z.string().optional(),
  autoScalingGroup: z.string().optional(),
});

type State = z.infer<typeof State>;

export const rebootInstance = defineAction({
  id: 'ec2.reboot-instance',
  title: 'Reboot an instance that fails its instance status check',
  resource: 'AWS::EC2::Instance',
  heals: [],
  params: z.object({ instanceId: z.string().startsWith('i-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instanceId: id }],
  list: listInstances,
  tags: ec2Tags,

  risk: { level: 'medium', blastRadius: 'everything that runs on the instance', outage: 'brief' },
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeInstances', 'ec2:DescribeInstanceStatus', 'ec2:DescribeTags'],
    write: ['ec2:RebootInstances'],
    undo: [],
    dependent: [],
    on: ['arn:{partition}:ec2:{region}:{account}:instance/{instanceId}'],
  },
  repeat: 'never',
  rounds: 1,
  settles: '10m',
  keeps: 'before',
  recorded: false,
  exercised: { not: 'the emulator cannot fail a status check' },

  async observe(cloud, { instanceId }) {
    const [instance, { InstanceStatuses = [] }] = await Promise.all([
      readInstance(cloud, instanceId),
      cloud.read('ec2', 'describeInstanceStatus', { InstanceIds: [instanceId], IncludeAllInstances: true }),
    ]);
    const [status] = InstanceStatuses;
    const reachability = status?.InstanceStatus?.Details?.find(({ Name }) => Name === 'reachability');
    return State.parse({
      state: instance.State?.Name,
      instanceCheck: status?.InstanceStatus?.Status ?? 'insufficient-data',
      systemCheck: status?.SystemStatus?.Status ?? 'insufficient-data',
      impairedSince: reachability?.ImpairedSince?.toISOString(),
      autoScalingGroup: autoScalingGroupOf(instance),
    });
  },
  wrong({ state, instanceCheck, impairedSince }) {
    if (state !== 'running') return undefined;
    if (instanceCheck === 'impaired')
      return `the instance status check fails${impairedSince === undefined ? '' : ` since ${impairedSince}`}`;
    return ['initializing', 'insufficient-data'].includes(instanceCheck) ? 'the instance status check has not passed yet' : undefined;
  },
  refuses({ instanceCheck, systemCheck, autoScalingGroup }) {
    if (instanceCheck !== 'impaired') return undefined;
    if (systemCheck === 'impaired') return "AWS's host fails its check too: stopping and starting moves the instance, rebooting does not";
    return autoScalingGroup === undefined ? undefined : `the Auto Scaling group ${autoScalingGroup} replaces it by itself`;
  },
  fix: ({ state, instanceCheck }, { instanceId }) =>
    state === 'running' && instanceCheck === 'impaired' ? [call('ec2', 'rebootInstances', { InstanceIds: [instanceId] })] : [],
  after: (state): State =>
    state.state === 'running' && state.instanceCheck === 'impaired' ? { ...state, instanceCheck: 'ok', impairedSince: undefined } : state,
  comparable: (state) => ({ ...state, impairedSince: undefined }),
  nothingToUndo: 'a reboot changes nothing that could be put back',
  cooldown: '15m',
});
