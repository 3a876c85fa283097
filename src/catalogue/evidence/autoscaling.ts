import { atOf, metricsOf, neighbours, type SurroundingsOf } from './define-surroundings.ts';

/** A group of instances: what it launches, who sends to it, what it did lately and whether that failed. */
export const autoScalingGroup: SurroundingsOf = {
  metrics: ({ id }) => metricsOf('AWS/EC2', { AutoScalingGroupName: id }, ['CPUUtilization Average', 'StatusCheckFailed Maximum']),
  configId: () => undefined,
  reads: [
    { service: 'autoscaling', operation: 'describeAutoScalingGroups' },
    { service: 'autoscaling', operation: 'describeScalingActivities' },
  ],
  async look(peek, { id }) {
    const [groups, activities] = await Promise.all([
      peek('autoscaling', 'describeAutoScalingGroups', { AutoScalingGroupNames: [id] }),
      peek('autoscaling', 'describeScalingActivities', { AutoScalingGroupName: id, MaxRecords: 10 }).catch(() => ({ Activities: [] })),
    ]);
    const found = groups.AutoScalingGroups?.[0];
    const template = found?.LaunchTemplate ?? found?.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
    return {
      neighbours: [
        ...neighbours('AWS::EC2::LaunchTemplate', 'what it launches', [template?.LaunchTemplateId]),
        ...neighbours('AWS::ElasticLoadBalancingV2::TargetGroup', 'sends to it', found?.TargetGroupARNs ?? []),
        ...neighbours(
          'AWS::EC2::Instance',
          'in it',
          (found?.Instances ?? []).slice(0, 10).map(({ InstanceId }) => InstanceId),
        ),
      ],
      deployments: (activities.Activities ?? []).slice(0, 3).map((each) => ({
        at: atOf(each.StartTime),
        what: `${each.Description ?? 'a scaling activity'} (${each.StatusCode ?? 'unknown'})`,
      })),
      notes: (activities.Activities ?? [])
        .filter(({ StatusCode }) => StatusCode === 'Failed' || StatusCode === 'Cancelled')
        .slice(0, 3)
        .map(({ StatusMessage, Cause }) => ({ failed: StatusMessage ?? '', because: Cause ?? '' })),
    };
  },
};
