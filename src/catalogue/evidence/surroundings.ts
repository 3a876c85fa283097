import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Surroundings } from '#ports/surroundings.ts';
import { apiStage } from './apigateway.ts';
import { autoScalingGroup } from './autoscaling.ts';
import { metricsOf, type SurroundingsOf, tailOf } from './define-surroundings.ts';
import { instance, securityGroup } from './ec2.ts';
import { ecsService } from './ecs.ts';
import { role, user } from './iam.ts';
import { lambdaFunction } from './lambda.ts';
import { queue, topic } from './messaging.ts';
import { dbCluster, dbInstance } from './rds.ts';

/** Types of which something is known; the metrics are those of the CloudWatch pages of each service. */
export const surroundings: Readonly<Record<string, SurroundingsOf>> = {
  'AWS::ApiGateway::Stage': apiStage,
  'AWS::AutoScaling::AutoScalingGroup': autoScalingGroup,
  'AWS::CodeBuild::Project': {
    metrics: ({ id }) => metricsOf('AWS/CodeBuild', { ProjectName: id }, ['FailedBuilds Sum', 'Builds Sum']),
    logGroups: ({ id }) => [`/aws/codebuild/${id}`],
    configId: () => undefined,
    reads: [],
  },
  'AWS::DynamoDB::Table': {
    metrics: ({ id }) =>
      metricsOf('AWS/DynamoDB', { TableName: id }, ['ReadThrottleEvents Sum', 'WriteThrottleEvents Sum', 'ConsumedWriteCapacityUnits Sum']),
    reads: [],
  },
  'AWS::EC2::Instance': instance,
  'AWS::EC2::SecurityGroup': securityGroup,
  'AWS::ECS::Service': ecsService,
  'AWS::Events::Rule': {
    names: ({ id }) => [id.split('|').at(-1) ?? id],
    metrics: ({ id }) => metricsOf('AWS/Events', { RuleName: id.split('|').at(-1) ?? id }, ['Invocations Sum', 'FailedInvocations Sum']),
    configId: () => undefined,
    reads: [],
  },
  'AWS::IAM::Group': { configId: () => undefined, reads: [] },
  'AWS::IAM::ManagedPolicy': { configId: () => undefined, reads: [] },
  'AWS::IAM::Role': role,
  'AWS::IAM::User': user,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::RDS::DBCluster': dbCluster,
  'AWS::RDS::DBInstance': dbInstance,
  'AWS::SNS::Topic': topic,
  'AWS::SQS::Queue': queue,
  'AWS::StepFunctions::StateMachine': {
    names: ({ id }) => [tailOf(id), id],
    metrics: ({ id, arn = id }) => metricsOf('AWS/States', { StateMachineArn: arn }, ['ExecutionsFailed Sum', 'ExecutionsStarted Sum']),
    configId: ({ id, arn = id }) => arn,
    reads: [],
  },
};

/** AWS Health's names where they are not the type's own service in capitals. */
const healthNames: Readonly<Record<string, string>> = { ElasticLoadBalancingV2: 'ELASTICLOADBALANCING', Logs: 'CLOUDWATCH', '': '' };

/** Where to look around a resource. */
export function surroundingsOf(resource: ResourceRef): Surroundings {
  const known = surroundings[resource.type] ?? { reads: [] };
  const { look, reads } = known;
  const [first] = reads;
  const [, service = ''] = resource.type.split('::');
  return {
    names: known.names?.(resource) ?? [resource.id],
    metrics: known.metrics?.(resource) ?? [],
    logGroups: known.logGroups?.(resource) ?? [],
    healthService: (healthNames[service] ?? service.toUpperCase()) || undefined,
    configId: known.configId === undefined ? (service === '' ? undefined : resource.id) : known.configId(resource),
    ...(look === undefined
      ? {}
      : {
          ...(first === undefined
            ? {}
            : { source: `${first.service} ${first.operation.charAt(0).toUpperCase()}${first.operation.slice(1)}` }),
          look: async (peek) => ({ neighbours: [], deployments: [], logGroups: [], notes: [], ...(await look(peek, resource)) }),
        }),
  };
}
