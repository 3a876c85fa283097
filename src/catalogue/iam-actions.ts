import type { Call } from '#domain/call.ts';
import { HealError } from '#domain/heal-error.ts';
import type { Operation, Service } from '#ports/cloud.ts';

type Table = { readonly [S in Service]?: { readonly [O in Operation<S>]?: readonly string[] } };

/**
 * The IAM actions that AWS checks for each operation, by the SDK's names, from the Service Authorization Reference
 * (docs.aws.amazon.com/service-authorization/latest/reference) and, for S3, the pages of the operations. What a call needs besides
 * (`iam:PassRole`, `kms:Decrypt`, writes of a restore) depends on its input: actions declare that as `dependent`.
 */
const table: Table = {
  cloudwatch: {
    describeAlarms: ['cloudwatch:DescribeAlarms'],
    listTagsForResource: ['cloudwatch:ListTagsForResource'],
    setAlarmState: ['cloudwatch:SetAlarmState'],
  },
  dynamodb: {
    deleteTable: ['dynamodb:DeleteTable'],
    describeBackup: ['dynamodb:DescribeBackup'],
    describeContinuousBackups: ['dynamodb:DescribeContinuousBackups'],
    describeTable: ['dynamodb:DescribeTable'],
    describeTimeToLive: ['dynamodb:DescribeTimeToLive'],
    listBackups: ['dynamodb:ListBackups'],
    listTables: ['dynamodb:ListTables'],
    listTagsOfResource: ['dynamodb:ListTagsOfResource'],
    restoreTableFromBackup: ['dynamodb:RestoreTableFromBackup'],
    tagResource: ['dynamodb:TagResource'],
    untagResource: ['dynamodb:UntagResource'],
    updateContinuousBackups: ['dynamodb:UpdateContinuousBackups'],
    updateTable: ['dynamodb:UpdateTable'],
    updateTimeToLive: ['dynamodb:UpdateTimeToLive'],
  },
  ec2: {
    authorizeSecurityGroupIngress: ['ec2:AuthorizeSecurityGroupIngress'],
    describeInstances: ['ec2:DescribeInstances'],
    describeInstanceStatus: ['ec2:DescribeInstanceStatus'],
    describeSecurityGroupRules: ['ec2:DescribeSecurityGroupRules'],
    describeSecurityGroups: ['ec2:DescribeSecurityGroups'],
    describeTags: ['ec2:DescribeTags'],
    rebootInstances: ['ec2:RebootInstances'],
    revokeSecurityGroupIngress: ['ec2:RevokeSecurityGroupIngress'],
    startInstances: ['ec2:StartInstances'],
    stopInstances: ['ec2:StopInstances'],
  },
  s3: {
    deleteBucketEncryption: ['s3:PutEncryptionConfiguration'],
    deleteBucketPolicy: ['s3:DeleteBucketPolicy'],
    deletePublicAccessBlock: ['s3:PutBucketPublicAccessBlock'],
    getBucketAcl: ['s3:GetBucketAcl'],
    getBucketEncryption: ['s3:GetEncryptionConfiguration'],
    getBucketLocation: ['s3:GetBucketLocation'],
    getBucketOwnershipControls: ['s3:GetBucketOwnershipControls'],
    getBucketPolicy: ['s3:GetBucketPolicy'],
    getBucketTagging: ['s3:GetBucketTagging'],
    getBucketWebsite: ['s3:GetBucketWebsite'],
    getPublicAccessBlock: ['s3:GetBucketPublicAccessBlock'],
    headBucket: ['s3:ListBucket'],
    listBuckets: ['s3:ListAllMyBuckets'],
    putBucketAcl: ['s3:PutBucketAcl'],
    putBucketEncryption: ['s3:PutEncryptionConfiguration'],
    putBucketPolicy: ['s3:PutBucketPolicy'],
    putPublicAccessBlock: ['s3:PutBucketPublicAccessBlock'],
  },
  ssm: {
    addTagsToResource: ['ssm:AddTagsToResource'],
    describeParameters: ['ssm:DescribeParameters'],
    getParameter: ['ssm:GetParameter'],
    getParameterHistory: ['ssm:GetParameterHistory'],
    labelParameterVersion: ['ssm:LabelParameterVersion'],
    listTagsForResource: ['ssm:ListTagsForResource'],
    putParameter: ['ssm:PutParameter'],
  },
  sts: {
    /** AWS lets everyone ask who they are; no policy can allow or deny it. */
    getCallerIdentity: [],
  },
};

const rows: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(table).flatMap(([service, operations]) =>
    Object.entries(operations).map(([operation, actions]) => [`${service}.${operation}`, actions] as const),
  ),
);

/** The IAM actions that one call needs. Throws `unsupported-operation` for an operation without a row. */
export function iamActions({ service, operation }: Pick<Call, 'service' | 'operation'>): readonly string[] {
  const actions = rows.get(`${service}.${operation}`);
  if (actions !== undefined) return actions;
  throw new HealError(
    'unsupported-operation',
    `Nobody wrote down which IAM actions ${service}.${operation} needs: add a row to src/catalogue/iam-actions.ts.`,
  );
}
