import type { ResourceRef } from './resource-ref.ts';

const regional = (service: string, kind: string): string => `${service}:{region}:{account}:${kind}{id}`;

/** What follows the partition, by CloudFormation's type. Source: the service authorization reference. What AWS puts in at random is left to wildcards. */
const forms: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 's3:::{id}',
  'AWS::IAM::User': 'iam::{account}:user/{id}',
  'AWS::IAM::Role': 'iam::{account}:role/{id}',
  'AWS::IAM::Group': 'iam::{account}:group/{id}',
  'AWS::IAM::ManagedPolicy': 'iam::{account}:policy/{id}',
  'AWS::CloudFront::Distribution': 'cloudfront::{account}:distribution/{id}',
  'AWS::EC2::Image': 'ec2:{region}::image/{id}',
  'AWS::EC2::Snapshot': 'ec2:{region}::snapshot/{id}',
  'AWS::EC2::Instance': regional('ec2', 'instance/'),
  'AWS::EC2::Volume': regional('ec2', 'volume/'),
  'AWS::EC2::VPC': regional('ec2', 'vpc/'),
  'AWS::EC2::Subnet': regional('ec2', 'subnet/'),
  'AWS::EC2::SecurityGroup': regional('ec2', 'security-group/'),
  'AWS::EC2::NetworkAcl': regional('ec2', 'network-acl/'),
  'AWS::EC2::RouteTable': regional('ec2', 'route-table/'),
  'AWS::EC2::InternetGateway': regional('ec2', 'internet-gateway/'),
  'AWS::EC2::TransitGateway': regional('ec2', 'transit-gateway/'),
  'AWS::EC2::FlowLog': regional('ec2', 'vpc-flow-log/'),
  'AWS::DynamoDB::Table': regional('dynamodb', 'table/'),
  'AWS::Lambda::Function': regional('lambda', 'function:'),
  'AWS::KMS::Key': regional('kms', 'key/'),
  'AWS::SSM::Parameter': regional('ssm', 'parameter/'),
  'AWS::SSM::Document': regional('ssm', 'document/'),
  'AWS::SecretsManager::Secret': `${regional('secretsmanager', 'secret:')}-??????`,
  'AWS::RDS::DBInstance': regional('rds', 'db:'),
  'AWS::RDS::DBCluster': regional('rds', 'cluster:'),
  'AWS::RDS::DBSnapshot': regional('rds', 'snapshot:'),
  'AWS::RDS::DBClusterSnapshot': regional('rds', 'cluster-snapshot:'),
  'AWS::SQS::Queue': regional('sqs', ''),
  'AWS::SNS::Topic': regional('sns', ''),
  'AWS::ECR::Repository': regional('ecr', 'repository/'),
  'AWS::ECS::Cluster': regional('ecs', 'cluster/'),
  'AWS::ECS::Service': regional('ecs', 'service/'),
  'AWS::EKS::Cluster': regional('eks', 'cluster/'),
  'AWS::Logs::LogGroup': regional('logs', 'log-group:'),
  'AWS::Events::Rule': regional('events', 'rule/'),
  'AWS::CloudWatch::Alarm': regional('cloudwatch', 'alarm:'),
  'AWS::CloudTrail::Trail': regional('cloudtrail', 'trail/'),
  'AWS::CodeBuild::Project': regional('codebuild', 'project/'),
  'AWS::GuardDuty::Detector': regional('guardduty', 'detector/'),
  'AWS::StepFunctions::StateMachine': regional('states', 'stateMachine:'),
  'AWS::Kinesis::Stream': regional('kinesis', 'stream/'),
  'AWS::AutoScaling::AutoScalingGroup': regional('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/'),
  'AWS::Config::ConfigurationRecorder': `${regional('config', 'configuration-recorder/')}/*`,
};

/** The ARN that a resource was named by, else the one that it must have; nothing for a type whose form is not known. */
export function arnOf({ type, id, arn, partition, account, region }: ResourceRef): string | undefined {
  if (arn !== undefined || id.startsWith('arn:')) return arn ?? id;
  const form = forms[type];
  if (form === undefined) return undefined;
  const places: Readonly<Record<string, string>> = { account, region, id };
  return `arn:${partition}:${form.replace(/\{(\w+)\}/g, (_, place: string) => places[place] ?? '')}`.replace('parameter//', 'parameter/');
}
