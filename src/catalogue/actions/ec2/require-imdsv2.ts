import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { listInstances, readInstance } from './instance.ts';
import { ec2Tags } from './tags.ts';

const hourMs = 3_600_000;

const State = z.object({
  state: z.string(),
  endpoint: z.enum(['enabled', 'disabled']),
  tokens: z.enum(['optional', 'required']),
  /** AWS takes a moment to apply a change to a running instance. */
  applied: z.boolean(),
  hopLimit: z.int(),
  ipv6: z.string(),
  instanceTags: z.string(),
  /** Metadata requests without a token in the last day; see `requestsWithoutToken` for the last hour. */
  withoutToken: z.number(),
});
type State = z.infer<typeof State>;

export const requireImdsv2 = defineAction({
  id: 'ec2.require-imdsv2',
  title: 'Make an instance answer metadata requests only with a token (IMDSv2)',
  resource: 'AWS::EC2::Instance',
  heals: ['securityhub:EC2.8', 'config:ec2-imdsv2-check'],
  params: z.object({ instanceId: z.string().startsWith('i-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ instanceId: id }],
  list: listInstances,
  tags: ec2Tags,

  risk: { level: 'medium', blastRadius: 'software on the instance that still asks for metadata without a token', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeInstances', 'ec2:DescribeTags', 'cloudwatch:GetMetricStatistics'],
    write: ['ec2:ModifyInstanceMetadataOptions'],
    undo: ['ec2:ModifyInstanceMetadataOptions'],
    dependent: [],
    on: ['arn:{partition}:ec2:{region}:{account}:instance/{instanceId}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { instanceId }) {
    const instance = await readInstance(cloud, instanceId);
    const options = instance.MetadataOptions;
    // What AWS leaves out has its default (API reference of InstanceMetadataOptionsResponse).
    return State.parse({
      state: instance.State?.Name,
      endpoint: options?.HttpEndpoint ?? 'enabled',
      tokens: options?.HttpTokens ?? 'optional',
      applied: options?.State !== 'pending',
      hopLimit: options?.HttpPutResponseHopLimit ?? 1,
      ipv6: options?.HttpProtocolIpv6 ?? 'disabled',
      instanceTags: options?.InstanceMetadataTags ?? 'disabled',
      withoutToken: await requestsWithoutToken(cloud, instanceId, instance.LaunchTime?.getTime() ?? 0),
    });
  },
  wrong(state) {
    if (!answers(state)) return undefined;
    if (state.tokens === 'optional') return 'it answers metadata requests without a token (IMDSv1)';
    return state.applied ? undefined : 'that a token is required is not applied yet';
  },
  refuses: (state) =>
    answers(state) && state.tokens === 'optional' && state.withoutToken > 0
      ? `it was asked for metadata ${state.withoutToken} times without a token in the last day: that software would lose its credentials`
      : undefined,
  fix: (state, { instanceId }) =>
    answers(state) && state.tokens === 'optional'
      ? [call('ec2', 'modifyInstanceMetadataOptions', { InstanceId: instanceId, HttpTokens: 'required' })]
      : [],
  after: (state): State => (answers(state) && state.tokens === 'optional' ? { ...state, tokens: 'required', applied: true } : state),
  comparable: (state) => ({ ...state, state: undefined, withoutToken: undefined }),
  undo: (before, now, { instanceId }) =>
    before.tokens === 'optional' && now.tokens === 'required'
      ? [call('ec2', 'modifyInstanceMetadataOptions', { InstanceId: instanceId, HttpTokens: 'optional' })]
      : [],
});

const answers = ({ state, endpoint }: State): boolean => endpoint === 'enabled' && state !== 'terminated' && state !== 'shutting-down';

/**
 * Uses of IMDSv1 (metric MetadataNoToken). The last hour of an instance that has run for a day does not count: whoever allowed IMDSv1
 * just now may be the one who uses it.
 */
async function requestsWithoutToken(cloud: Reader, instanceId: string, launchedAt: number): Promise<number> {
  const now = cloud.now();
  const young = now - launchedAt < 24 * hourMs;
  const { Datapoints = [] } = await cloud.read('cloudwatch', 'getMetricStatistics', {
    Namespace: 'AWS/EC2',
    MetricName: 'MetadataNoToken',
    Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
    StartTime: new Date(now - 24 * hourMs),
    EndTime: new Date(young ? now : now - hourMs),
    Period: 3600,
    Statistics: ['Sum'],
  });
  return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
}
