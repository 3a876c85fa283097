import { serviceOf } from '#catalogue/actions/ecs/service.ts';
import { atOf, metricsOf, neighbours, type SurroundingsOf, tailOf } from './define-surroundings.ts';

/** A service: its rollouts and what ECS itself says of it, its task definition with its log groups, its load balancer. */
export const ecsService: SurroundingsOf = {
  names: ({ id }) => [serviceOf(id).service],
  metrics: ({ id }) => {
    const { cluster, service } = serviceOf(id);
    return metricsOf('AWS/ECS', { ClusterName: cluster, ServiceName: service }, ['CPUUtilization Average', 'MemoryUtilization Average']);
  },
  configId: () => undefined,
  reads: [
    { service: 'ecs', operation: 'describeServices' },
    { service: 'ecs', operation: 'describeTaskDefinition' },
  ],
  async look(peek, { id }) {
    const { cluster, service } = serviceOf(id);
    const [found] = (await peek('ecs', 'describeServices', { cluster, services: [service] })).services ?? [];
    if (found === undefined) return {};
    const definition =
      found.taskDefinition === undefined
        ? undefined
        : await peek('ecs', 'describeTaskDefinition', { taskDefinition: found.taskDefinition }).catch(() => undefined);
    const containers = definition?.taskDefinition?.containerDefinitions ?? [];
    const vpc = found.networkConfiguration?.awsvpcConfiguration;
    return {
      neighbours: [
        ...neighbours(
          'AWS::ECS::TaskDefinition',
          'what it runs',
          [found.taskDefinition].map((arn) => arn && arn.split('/').at(-1)),
        ),
        ...neighbours(
          'AWS::IAM::Role',
          'its role',
          [definition?.taskDefinition?.taskRoleArn].map((arn) => arn && tailOf(arn)),
        ),
        ...neighbours(
          'AWS::ElasticLoadBalancingV2::TargetGroup',
          'sends to it',
          found.loadBalancers?.map(({ targetGroupArn }) => targetGroupArn) ?? [],
        ),
        ...neighbours('AWS::EC2::SecurityGroup', 'guards it', vpc?.securityGroups ?? []),
      ],
      deployments: (found.deployments ?? []).map((each) => ({
        at: atOf(each.createdAt),
        what:
          `${each.taskDefinition === undefined ? 'a task definition' : tailOf(each.taskDefinition.replace(/:(\d+)$/, ' $1'))} is ` +
          `${each.status ?? 'known'}${each.rolloutState === undefined ? '' : `, rollout ${each.rolloutState}`}: ` +
          `${each.runningCount ?? 0} of ${each.desiredCount ?? 0} tasks run, ${each.failedTasks ?? 0} failed`,
      })),
      logGroups: containers.flatMap(({ logConfiguration }) => logConfiguration?.options?.['awslogs-group'] ?? []),
      notes: (found.events ?? []).slice(0, 5).map(({ createdAt, message }) => ({ at: atOf(createdAt) ?? 0, message: message ?? '' })),
    };
  },
};
