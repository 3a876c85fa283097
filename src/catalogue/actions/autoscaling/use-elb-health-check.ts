import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { groupTags, listGroups, readGroup } from './group.ts';

const State = z.object({
  /** `EC2`, or several with commas between them. */
  checks: z.string(),
  /** Seconds that a new instance has before it is judged. */
  grace: z.int(),
  targetGroups: z.int(),
  classic: z.boolean(),
  /** Targets that a load balancer finds unhealthy now: they would be replaced. */
  unhealthy: z.int(),
  deleting: z.boolean(),
});
type State = z.infer<typeof State>;

export const useElbHealthCheck = defineAction({
  id: 'autoscaling.use-elb-health-check',
  title: 'Let a group replace instances that its load balancer finds unhealthy',
  resource: 'AWS::AutoScaling::AutoScalingGroup',
  heals: ['securityhub:AutoScaling.1', 'config:autoscaling-group-elb-healthcheck-required'],
  params: z.object({ group: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ group: id }],
  list: listGroups,
  tags: groupTags,

  risk: {
    level: 'medium',
    blastRadius: 'instances of the group that the load balancer finds unhealthy, which are replaced from now on',
    outage: 'possible',
  },
  cost: () => [],
  permissions: {
    read: ['autoscaling:DescribeAutoScalingGroups', 'elasticloadbalancing:DescribeTargetHealth'],
    write: ['autoscaling:UpdateAutoScalingGroup'],
    undo: ['autoscaling:UpdateAutoScalingGroup'],
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
    const group = await readGroup(cloud, name);
    const targetGroups = group.TargetGroupARNs ?? [];
    const unhealthy = await Promise.all(targetGroups.map((arn) => unhealthyTargets(cloud, arn)));
    return {
      checks: group.HealthCheckType ?? 'EC2',
      grace: group.HealthCheckGracePeriod ?? 0,
      targetGroups: targetGroups.length,
      classic: (group.LoadBalancerNames ?? []).length > 0,
      unhealthy: unhealthy.reduce((sum, each) => sum + each, 0),
      deleting: group.Status !== undefined,
    };
  },
  wrong: (state) =>
    isBalanced(state) && !usesElb(state) ? `the group only looks at ${state.checks}, not at its load balancer` : undefined,
  refuses({ classic, unhealthy, grace, deleting }) {
    if (deleting) return 'the group is being deleted';
    if (classic) return 'it has a Classic Load Balancer, whose view of the instances Selfheal does not read: a person looks first';
    if (unhealthy > 0)
      return `the load balancer finds ${unhealthy} ${unhealthy === 1 ? 'target' : 'targets'} unhealthy, which would be replaced at once`;
    return grace === 0 ? 'its health check grace period is 0: instances would be replaced before they are ready' : undefined;
  },
  fix: (state, { group }) =>
    isBalanced(state) && !usesElb(state)
      ? [call('autoscaling', 'updateAutoScalingGroup', { AutoScalingGroupName: group, HealthCheckType: withElb(state) })]
      : [],
  after: (state) => (isBalanced(state) && !usesElb(state) ? { ...state, checks: withElb(state) } : state),
  comparable: ({ checks, grace, targetGroups, classic, deleting }) => ({ checks, grace, targetGroups, classic, deleting }),
  undo: (before, now, { group }) =>
    before.checks === now.checks || usesElb(before)
      ? []
      : [call('autoscaling', 'updateAutoScalingGroup', { AutoScalingGroupName: group, HealthCheckType: before.checks })],
});

const isBalanced = ({ targetGroups, classic }: State): boolean => targetGroups > 0 || classic;
const usesElb = ({ checks }: State): boolean => checks.split(',').includes('ELB');
/** EC2 is always looked at, so it needs no mention (API reference of UpdateAutoScalingGroup). */
const withElb = ({ checks }: State): string => [...checks.split(',').filter((each) => each !== 'EC2'), 'ELB'].join(',');

async function unhealthyTargets(reader: Reader, arn: string): Promise<number> {
  const answer = await reader.find('elbv2', 'describeTargetHealth', { TargetGroupArn: arn }, [
    'TargetGroupNotFoundException',
    'TargetGroupNotFound',
  ]);
  return (answer?.TargetHealthDescriptions ?? []).filter(({ TargetHealth }) => TargetHealth?.State === 'unhealthy').length;
}
