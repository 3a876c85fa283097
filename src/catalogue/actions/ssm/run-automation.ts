import { z } from 'zod';
import { autoScalingGroupOf, listInstances, readInstance } from '#catalogue/actions/ec2/instance.ts';
import { hasOwnDisks } from '#catalogue/actions/ec2/instance-size.ts';
import { ec2Tags } from '#catalogue/actions/ec2/tags.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { call, type Reader } from '#ports/cloud.ts';

/** AWS's own runbooks that may be run, each with the parameter that takes the instance; none takes a text. */
const runbooks = { 'AWS-RestartEC2Instance': 'InstanceId' } as const;
const recentMs = 60 * 60_000;
const underWay = new Set(['Pending', 'InProgress', 'Waiting', 'Cancelling', 'Scheduled', 'Runbook_InProgress']);
const unsure = ['initializing', 'insufficient-data'];

const State = z.object({
  state: z.string(),
  /** What AWS says of the host, and of the instance on it. */
  systemCheck: z.string(),
  instanceCheck: z.string(),
  /** Its disk outlives a stop. */
  onEbs: z.boolean(),
  /** Its type has other disks, which do not. */
  ownDisks: z.boolean(),
  lifecycle: z.string().optional(),
  autoScalingGroup: z.string().optional(),
  /** The newest run of the runbook for this instance. */
  last: z.object({ status: z.string(), failure: z.string().optional() }).optional(),
});
type State = z.infer<typeof State>;

export const runAutomation = defineAction({
  id: 'ssm.run-automation',
  title: 'Move an instance off a failing host with a runbook of AWS',
  resource: 'AWS::EC2::Instance',
  heals: [],
  params: z.object({ instanceId: z.string().startsWith('i-'), runbook: z.enum(['AWS-RestartEC2Instance']) }),
  condition: ['runbook'],
  state: State,
  from: ({ id }) => [{ instanceId: id, runbook: 'AWS-RestartEC2Instance' as const }],
  list: listInstances,
  tags: ec2Tags,

  risk: {
    level: 'medium',
    blastRadius: 'everything that runs on the instance, which loses what it holds in memory',
    outage: 'brief',
  },
  cost: () => [],
  permissions: {
    read: [
      'ec2:DescribeInstances',
      'ec2:DescribeInstanceStatus',
      'ec2:DescribeInstanceTypes',
      'ec2:DescribeTags',
      'ssm:DescribeAutomationExecutions',
    ],
    write: ['ssm:StartAutomationExecution'],
    undo: [],
    dependent: ['ec2:StopInstances', 'ec2:StartInstances', 'ssm:GetAutomationExecution', 'kms:CreateGrant'],
    on: [
      'arn:{partition}:ssm:{region}::automation-definition/{runbook}:*',
      // As AWS's own examples name a runbook by now (user guide, "Setting up identity based policies examples").
      'arn:{partition}:ssm:{region}::document/{runbook}',
      'arn:{partition}:ssm:{region}:{account}:automation-execution/*',
      'arn:{partition}:ec2:{region}:{account}:instance/{instanceId}',
    ],
  },
  repeat: 'never',
  rounds: 1,
  settles: '20m',
  keeps: 'before',
  recorded: false,
  exercised: { not: 'the emulator has no StartAutomationExecution, and cannot fail a status check' },

  async observe(cloud, { instanceId, runbook }) {
    const [instance, { InstanceStatuses = [] }, last] = await Promise.all([
      readInstance(cloud, instanceId),
      cloud.read('ec2', 'describeInstanceStatus', { InstanceIds: [instanceId], IncludeAllInstances: true }),
      readLast(cloud, instanceId, runbook),
    ]);
    const [status] = InstanceStatuses;
    return {
      state: instance.State?.Name ?? 'unknown',
      systemCheck: status?.SystemStatus?.Status ?? 'insufficient-data',
      instanceCheck: status?.InstanceStatus?.Status ?? 'insufficient-data',
      onEbs: instance.RootDeviceType === 'ebs',
      ownDisks: await hasOwnDisks(cloud, instance.InstanceType ?? ''),
      lifecycle: instance.InstanceLifecycle,
      autoScalingGroup: autoScalingGroupOf(instance),
      last,
    };
  },
  wrong(state) {
    if (runs(state)) return 'the runbook is still running';
    if (state.state !== 'running') return undefined;
    if (state.systemCheck === 'impaired') return 'the host of the instance fails its status check';
    return unsure.includes(state.systemCheck) ? 'the status check of the host has not passed yet' : undefined;
  },
  refuses({ systemCheck, onEbs, ownDisks, lifecycle, autoScalingGroup, last }) {
    if (systemCheck !== 'impaired') return undefined;
    if (autoScalingGroup !== undefined) return `the Auto Scaling group ${autoScalingGroup} replaces it by itself`;
    if (lifecycle !== undefined) return `it is a ${lifecycle} instance: AWS decides when it runs`;
    if (!onEbs) return 'its root disk is on the failing host: stopping it loses the disk';
    if (ownDisks) return 'it has disks of its own, which lose what is on them when it stops: a person decides';
    const failed = last !== undefined && !underWay.has(last.status) && last.status !== 'Success';
    return failed ? `the last run ended as ${last.status}${last.failure === undefined ? '' : `: ${last.failure}`}` : undefined;
  },
  fix: (state, { instanceId, runbook }) =>
    isDue(state)
      ? [
          call('ssm', 'startAutomationExecution', {
            DocumentName: runbook,
            DocumentVersion: '$DEFAULT',
            TargetParameterName: runbooks[runbook],
            Targets: [{ Key: 'ParameterValues', Values: [instanceId] }],
            MaxConcurrency: '1',
            MaxErrors: '0',
          }),
        ]
      : [],
  after: (state): State => (isDue(state) ? { ...state, systemCheck: 'ok', instanceCheck: 'ok', last: { status: 'Success' } } : state),
  comparable: ({ state, systemCheck, onEbs, ownDisks, lifecycle, autoScalingGroup }) => ({
    state,
    systemCheck,
    onEbs,
    ownDisks,
    lifecycle,
    autoScalingGroup,
  }),
  nothingToUndo: 'a restart changes nothing that could be put back',
  cooldown: '30m',
});

const runs = ({ last }: State): boolean => last !== undefined && underWay.has(last.status);
const isDue = (state: State): boolean => state.state === 'running' && state.systemCheck === 'impaired' && !runs(state);

async function readLast(reader: Reader, instanceId: string, runbook: string): Promise<State['last']> {
  const { AutomationExecutionMetadataList = [] } = await reader.read('ssm', 'describeAutomationExecutions', {
    Filters: [
      { Key: 'DocumentNamePrefix', Values: [runbook] },
      { Key: 'StartTimeAfter', Values: [new Date(reader.now() - recentMs).toISOString()] },
    ],
  });
  const own = AutomationExecutionMetadataList.filter(({ Targets = [] }) => Targets.some(({ Values = [] }) => Values.includes(instanceId)));
  const [newest] = own.toSorted((a, b) => (b.ExecutionStartTime?.getTime() ?? 0) - (a.ExecutionStartTime?.getTime() ?? 0));
  return newest === undefined ? undefined : { status: newest.AutomationExecutionStatus ?? 'Pending', failure: newest.FailureMessage };
}
