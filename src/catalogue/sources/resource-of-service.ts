import type { JsonObject } from '#domain/json.ts';
import { anyResource } from './any-resource.ts';
import { textsAt } from './fields.ts';
import { type NamedResource, namedResource } from './resource-name.ts';

/** Where the events of a service name what stays: the job, not its run; the state machine, not its execution. Source: the events reference of each service. */
const places: readonly (readonly [source: string, path: string, type: string])[] = [
  ['aws.amplify', 'appId', 'AWS::Amplify::App'],
  ['aws.athena', 'workgroupName', 'AWS::Athena::WorkGroup'],
  ['aws.backup', 'resourceArn', ''],
  ['aws.backup', 'backupVaultName', 'AWS::Backup::BackupVault'],
  ['aws.batch', 'jobQueue', ''],
  ['aws.cloudformation', 'stack-id', ''],
  ['aws.codebuild', 'project-name', 'AWS::CodeBuild::Project'],
  ['aws.codepipeline', 'pipeline', 'AWS::CodePipeline::Pipeline'],
  ['aws.ecr', 'repository-name', 'AWS::ECR::Repository'],
  ['aws.elasticbeanstalk', 'EnvironmentName', 'AWS::ElasticBeanstalk::Environment'],
  ['aws.emr', 'clusterId', 'AWS::EMR::Cluster'],
  ['aws.glue', 'jobName', 'AWS::Glue::Job'],
  ['aws.glue', 'crawlerName', 'AWS::Glue::Crawler'],
  ['aws.guardduty', 's3ObjectDetails.bucketName', 'AWS::S3::Bucket'],
  ['aws.kms', 'key-id', 'AWS::KMS::Key'],
  ['aws.opsworks', 'instance-id', 'AWS::OpsWorks::Instance'],
  ['aws.s3', 'bucket.name', 'AWS::S3::Bucket'],
  ['aws.states', 'stateMachineArn', ''],
  ['aws.synthetics', 'canary-name', 'AWS::Synthetics::Canary'],
  ['aws.trustedadvisor', 'resource_id', ''],
  ['aws.workspaces', 'workspaceId', 'AWS::WorkSpaces::Workspace'],
  ['aws.trustedadvisor', 'check-item-detail.User Name (IAM or Root)', 'AWS::IAM::User'],
];

/** The resource that the detail of a service's event names; nothing where the listed ARNs must tell. */
export function resourceOfService(event: JsonObject): NamedResource | undefined {
  for (const [source, path, type] of places) {
    if (event['source'] !== source) continue;
    const [text] = textsAt(event['detail'], path);
    const found = text === undefined ? undefined : type === '' ? anyResource(text) : namedResource(type, text);
    if (found !== undefined) return found;
  }
  return undefined;
}
