import type { NamedResource } from './resource-name.ts';
import { namedResource, resourceOfArn } from './resource-name.ts';

type Dimensions = Readonly<Record<string, string>>;

/** Dimensions that name a resource, the most specific first. Source: "Amazon CloudWatch metrics and dimensions" of each service. */
const named: readonly (readonly [dimension: string, type: string])[] = [
  ['InstanceId', 'AWS::EC2::Instance'],
  ['VolumeId', 'AWS::EC2::Volume'],
  ['AutoScalingGroupName', 'AWS::AutoScaling::AutoScalingGroup'],
  ['TableName', 'AWS::DynamoDB::Table'],
  ['FunctionName', 'AWS::Lambda::Function'],
  ['DBInstanceIdentifier', 'AWS::RDS::DBInstance'],
  ['DBClusterIdentifier', 'AWS::RDS::DBCluster'],
  ['TargetGroup', 'AWS::ElasticLoadBalancingV2::TargetGroup'],
  ['LoadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer'],
  ['LoadBalancerName', 'AWS::ElasticLoadBalancing::LoadBalancer'],
  ['QueueName', 'AWS::SQS::Queue'],
  ['TopicName', 'AWS::SNS::Topic'],
  ['BucketName', 'AWS::S3::Bucket'],
  ['StateMachineArn', 'AWS::StepFunctions::StateMachine'],
  ['StreamName', 'AWS::Kinesis::Stream'],
  ['FileSystemId', 'AWS::EFS::FileSystem'],
  ['NatGatewayId', 'AWS::EC2::NatGateway'],
  ['DistributionId', 'AWS::CloudFront::Distribution'],
  ['CacheClusterId', 'AWS::ElastiCache::CacheCluster'],
  ['ClusterIdentifier', 'AWS::Redshift::Cluster'],
  ['RuleName', 'AWS::Events::Rule'],
  ['LogGroupName', 'AWS::Logs::LogGroup'],
];

/** Where a service gives one of these dimensions to a kind of its own. */
const elsewhere = new Set([
  'AWS/Cassandra TableName',
  'AWS/CloudFront FunctionName',
  'AWS/Connect InstanceId',
  'AWS/Connect QueueName',
  'AWS/FSx FileSystemId',
  'AWS/FSx VolumeId',
  'AWS/IoT RuleName',
  'AWS/KinesisVideo StreamName',
  'AWS/OpsWorks InstanceId',
  'AWS/StorageGateway VolumeId',
]);

/** The resource that a metric measures, by its dimensions; nothing for a metric of no one resource. */
export function resourceOfMetric(namespace: string, dimensions: Dimensions): NamedResource | undefined {
  const { ClusterName: cluster, ServiceName: service } = dimensions;
  if (cluster !== undefined && service !== undefined) return { type: 'AWS::ECS::Service', id: `${cluster}|${service}` };
  for (const [dimension, type] of named) {
    const value = elsewhere.has(`${namespace} ${dimension}`) ? undefined : dimensions[dimension];
    const found =
      value === undefined
        ? undefined
        : value.startsWith('arn:')
          ? resourceOfArn(value)
          : namedResource(type, value.replace(/^targetgroup\//, ''));
    if (found !== undefined) return found;
  }
  return cluster === undefined ? undefined : { type: namespace.includes('ECS') ? 'AWS::ECS::Cluster' : 'AWS::EKS::Cluster', id: cluster };
}
