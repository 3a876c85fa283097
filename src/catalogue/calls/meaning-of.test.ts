import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import type { CallMeaning } from '#domain/meaning.ts';
import { meaningOf } from './meaning-of.ts';

const alice: JsonObject = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', accountId: '111122223333', userName: 'alice' };

function record(call: string, params: JsonObject = {}, more: JsonObject = {}): JsonObject {
  const [service, eventName] = call.split(':');
  return {
    eventVersion: '1.11',
    eventSource: `${service}.amazonaws.com`,
    eventName: eventName ?? '',
    eventTime: '2026-11-20T08:59:58Z',
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
    userIdentity: alice,
    requestParameters: params,
    ...more,
  };
}

function meaning(...of: Parameters<typeof record>): CallMeaning {
  const found = meaningOf(record(...of));
  if (found?.about !== 'call') throw new Error('this is no call');
  return found;
}

const says = (...of: Parameters<typeof record>): string => {
  const { effect, aspects } = meaning(...of);
  return [effect, ...aspects.map(({ aspect }) => aspect)].join(' ');
};
const ingress = (port: number, cidrIp: string): JsonObject => ({
  ipProtocol: 'tcp',
  fromPort: port,
  toPort: port,
  ipRanges: { items: [{ cidrIp }] },
});
const statement = (more: JsonObject): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', ...more }],
});

describe('what a call does', () => {
  test.each<readonly [string, string, JsonObject]>([
    ['s3:PutBucketPolicy', 'opens public', { bucketPolicy: statement({ Principal: '*' }) }],
    [
      's3:PutBucketPolicy',
      'changes',
      { bucketPolicy: statement({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }) },
    ],
    ['s3:PutBucketPolicy', 'changes', { bucketPolicy: statement({ Principal: { AWS: 'arn:aws:iam::111122223333:role/app' } }) }],
    ['s3:PutBucketPolicy', 'opens', { bucketPolicy: statement({ Principal: { CanonicalUser: '79a59df900b949e5' } }) }],
    ['s3:PutBucketPolicy', 'opens', { bucketPolicy: 'not a policy' }],
    [
      's3:PutBucketPolicy',
      'opens foreign-account',
      { policy: JSON.stringify(statement({ Principal: { AWS: 'arn:aws:iam::999988887777:root' } })) },
    ],
    ['s3:PutBucketPolicy', 'changes', { bucketPolicy: statement({ Effect: 'Deny', Principal: '*' }) }],
    ['s3:PutBucketAcl', 'opens public', { 'x-amz-acl': ['public-read'] }],
    ['s3:PutBucketAcl', 'changes', { 'x-amz-acl': ['private'] }],
    [
      's3:PutBucketAcl',
      'changes',
      { AccessControlPolicy: { Owner: { ID: 'me' }, AccessControlList: { Grant: [{ Grantee: { ID: 'me' } }] } } },
    ],
    [
      's3:PutBucketAcl',
      'opens',
      { AccessControlPolicy: { Owner: { ID: 'me' }, AccessControlList: { Grant: [{ Grantee: { ID: 'you' } }] } } },
    ],
    ['s3:PutBucketLogging', 'hides-tracks', { BucketLoggingStatus: { xmlns: '' } }],
    ['s3:PutBucketLogging', 'changes', { BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs' } } }],
    ['s3:PutObject', 'ransoms', { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }],
    ['s3:PutObject', 'keeps-books', { key: 'report.csv' }],
    ['ec2:ModifyEbsDefaultKmsKeyId', 'ransoms foreign-account', { kmsKeyId: 'arn:aws:kms:eu-west-1:999988887777:key/k' }],
    ['ec2:CreateLaunchTemplate', 'runs-code', { launchTemplateData: { userData: '[redacted]' } }],
    ['ec2:CreateLaunchTemplate', 'changes', { launchTemplateData: { imageId: 'ami-1' } }],
    ['s3:PutBucketLifecycle', 'destroys in-bulk', { LifecycleConfiguration: { Rule: { Expiration: { Days: 1 } } } }],
    ['s3:DeleteObject', 'destroys', { key: 'report.csv', versionId: 'v1' }],
    ['s3:PutPublicAccessBlock', 'weakens', { PublicAccessBlockConfiguration: { BlockPublicAcls: false, BlockPublicPolicy: true } }],
    ['s3:PutPublicAccessBlock', 'resets-guards', { PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true } }],
    [
      'ec2:AuthorizeSecurityGroupIngress',
      'opens public',
      { groupId: 'sg-1', ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] } },
    ],
    [
      'ec2:AuthorizeSecurityGroupIngress',
      'opens',
      { ipPermissions: { items: [ingress(443, '0.0.0.0/0'), ingress(22, '198.51.100.0/24')] } },
    ],
    [
      'ec2:AuthorizeSecurityGroupIngress',
      'opens public',
      { ipPermissions: { items: [ingress(443, '0.0.0.0/0'), ingress(22, '0.0.0.0/0')] } },
    ],
    ['ec2:AuthorizeSecurityGroupIngress', 'opens public', { ipProtocol: 'tcp', fromPort: 80, toPort: 8080, cidrIp: '0.0.0.0/0' }],
    ['ec2:AuthorizeSecurityGroupIngress', 'opens', { ipProtocol: 'tcp', fromPort: 80, toPort: 80, cidrIp: '0.0.0.0/0' }],
    [
      'ec2:CreateNetworkAclEntry',
      'opens',
      { egress: false, ruleAction: 'allow', aclProtocol: '6', portRange: { from: 443, to: 443 }, cidrBlock: '0.0.0.0/0' },
    ],
    [
      'ec2:AuthorizeSecurityGroupIngress',
      'changes',
      { groupId: 'sg-1', ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] } }] } },
    ],
    [
      'ec2:AuthorizeSecurityGroupIngress',
      'opens',
      { groupId: 'sg-1', ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }, { cidrIp: '198.51.100.0/24' }] } }] } },
    ],
    ['ec2:CreateNetworkAclEntry', 'changes', { egress: true, ruleAction: 'allow', cidrBlock: '0.0.0.0/0' }],
    ['ec2:ModifySnapshotAttribute', 'opens public', { createVolumePermission: { add: { items: [{ group: 'all' }] } } }],
    ['ec2:ModifySnapshotAttribute', 'opens foreign-account', { createVolumePermission: { add: { items: [{ userId: '999988887777' }] } } }],
    ['ec2:ModifySnapshotAttribute', 'changes', { createVolumePermission: { remove: { items: [{ userId: '999988887777' }] } } }],
    ['ec2:RunInstances', 'runs-code costly', { instanceType: 'p4d.24xlarge', instancesSet: { items: [{ minCount: 1, maxCount: 1 }] } }],
    ['ec2:RunInstances', 'runs-code', { instanceType: 't3.micro', instancesSet: { items: [{ minCount: 1, maxCount: 1 }] } }],
    ['ec2:ModifyInstanceAttribute', 'runs-code', { instanceId: 'i-1', userData: '[redacted]' }],
    ['ec2:ModifyInstanceAttribute', 'weakens', { instanceId: 'i-1', disableApiTermination: { value: false } }],
    ['ec2:DescribeInstanceAttribute', 'reads-secrets', { attribute: 'userData', instanceId: 'i-1' }],
    ['ec2:ModifyInstanceMetadataOptions', 'weakens', { ModifyInstanceMetadataOptionsRequest: { HttpTokens: 'optional' } }],
    ['rds:CreateDBInstance', 'changes costly', { dBInstanceIdentifier: 'db', dBInstanceClass: 'db.r6g.16xlarge' }],
    ['rds:ModifyDBInstance', 'opens public', { dBInstanceIdentifier: 'db', publiclyAccessible: true }],
    ['rds:ModifyDBInstance', 'changes', { dBInstanceIdentifier: 'db', publiclyAccessible: false, deletionProtection: true }],
    ['rds:ModifyDBCluster', 'weakens', { dBClusterIdentifier: 'db', deletionProtection: false }],
    ['rds:DeleteDBInstance', 'destroys no-recovery', { dBInstanceIdentifier: 'db', skipFinalSnapshot: true }],
    ['iam:AttachUserPolicy', 'gives-access administrator', { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess', userName: 'bob' }],
    ['iam:DetachUserPolicy', 'removes', { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess', userName: 'bob' }],
    ['iam:PutRolePolicy', 'gives-access administrator', { policyDocument: JSON.stringify(statement({ Action: '*' })) }],
    [
      'iam:PutUserPolicy',
      'gives-access administrator',
      { policyDocument: JSON.stringify(statement({ Action: ['iam:AttachUserPolicy'] })) },
    ],
    ['iam:PutUserPolicy', 'opens', { policyDocument: JSON.stringify(statement({ Action: ['iam:GetUser'] })) }],
    ['iam:PutUserPolicy', 'gives-access', { policyDocument: JSON.stringify(statement({ Action: ['secretsmanager:GetSecretValue'] })) }],
    ['iam:PutUserPolicy', 'changes', { policyDocument: JSON.stringify(statement({ Effect: 'Deny', Action: '*' })) }],
    ['iam:AttachRolePolicy', 'opens', { policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', roleName: 'r' }],
    ['iam:UpdateRole', 'changes', { roleName: 'r', maxSessionDuration: 3600 }],
    ['iam:CreateAccessKey', 'gives-access another-identity', { userName: 'bob' }],
    ['iam:CreateAccessKey', 'gives-access', { userName: 'alice' }],
    ['iam:UpdateAccessKey', 'removes', { userName: 'bob', status: 'Inactive' }],
    ['sts:AssumeRole', 'keeps-books administrator', { roleArn: 'arn:aws:iam::111122223333:role/OrgAdmin' }],
    ['sts:AssumeRole', 'keeps-books', { roleArn: 'arn:aws:iam::111122223333:role/deploy' }],
    ['kms:ScheduleKeyDeletion', 'destroys no-recovery', { keyId: 'k', pendingWindowInDays: 7 }],
    ['kms:ScheduleKeyDeletion', 'destroys', { keyId: 'k', pendingWindowInDays: 30 }],
    ['ssm:GetParameter', 'reads-secrets', { name: '/db/password', withDecryption: true }],
    ['ssm:GetParameter', 'reads', { name: '/db/host', withDecryption: false }],
    ['secretsmanager:BatchGetSecretValue', 'reads-secrets in-bulk', { filters: [] }],
    [
      'cloudtrail:PutEventSelectors',
      'hides-tracks',
      { trailName: 't', eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: true }] },
    ],
    [
      'cloudtrail:PutEventSelectors',
      'changes',
      { trailName: 't', eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }] },
    ],
    ['guardduty:UpdateDetector', 'hides-tracks', { detectorId: 'd', enable: false }],
    ['guardduty:UpdateDetector', 'changes', { detectorId: 'd', enable: true }],
    ['guardduty:UpdateDetector', 'resets-guards', { detectorId: 'd', findingPublishingFrequency: 'SIX_HOURS' }],
    ['cloudtrail:UpdateTrail', 'resets-guards', { name: 't', kmsKeyId: 'k' }],
    ['bedrock:PutFoundationModelEntitlement', 'commits', { modelId: 'm' }],
    [
      'lambda:AddPermission20150331v2',
      'changes',
      { principal: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::b', sourceAccount: '111122223333' },
    ],
    ['lambda:AddPermission20150331v2', 'opens', { principal: 's3.amazonaws.com' }],
    ['lambda:AddPermission20150331v2', 'opens public foreign-account', { principal: '*', sourceAccount: '999988887777' }],
    ['lambda:AddPermission20150331v2', 'opens', { principal: '*', principalOrgID: 'o-1' }],
    ['lambda:UpdateFunctionCode20150331v2', 'looks-around', { functionName: 'f', dryRun: true }],
    ['lambda:CreateFunction20150331', 'runs-code', { functionName: 'f', tags: { dryRun: 'true' } }],
    ['guardduty:CreateIPSet', 'changes', { name: 'n', activate: false }],
    ['guardduty:CreateFilter', 'changes', { name: 'n', action: 'NOOP' }],
    ['guardduty:CreateFilter', 'hides-tracks', { name: 'n', action: 'ARCHIVE' }],
    ['guardduty:StartMonitoringMembers', 'changes', { accountIds: ['999988887777'] }],
    ['events:PutRule', 'hides-tracks', { name: 'r', state: 'DISABLED' }],
    ['monitoring:PutMetricAlarm', 'hides-tracks', { alarmName: 'a', actionsEnabled: false }],
    ['sqs:SetQueueAttributes', 'weakens', { attributes: { SqsManagedSseEnabled: 'false' } }],
    [
      'elasticloadbalancing:ModifyLoadBalancerAttributes',
      'weakens',
      { attributes: [{ key: 'deletion_protection.enabled', value: 'false' }] },
    ],
    ['sns:SetTopicAttributes', 'weakens', { attributeName: 'KmsMasterKeyId', attributeValue: '' }],
    ['s3:PutBucketLifecycle', 'changes', { LifecycleConfiguration: { Rule: { Status: 'Disabled', Expiration: { Days: 1 } } } }],
    ['eks:UpdateClusterConfig', 'changes', { resourcesVpcConfig: { endpointPublicAccess: false, publicAccessCidrs: ['0.0.0.0/0'] } }],
    ['rds:ModifyDBCluster', 'weakens public', { publiclyAccessible: true, deletionProtection: false }],
    ['rds:ModifyDBCluster', 'weakens public', { deletionProtection: false, publiclyAccessible: true }],
    ['ecr:PutImageTagMutability', 'weakens', { repositoryName: 'r', imageTagMutability: 'MUTABLE' }],
    ['logs:PutRetentionPolicy', 'hides-tracks', { logGroupName: 'g', retentionInDays: 1 }],
    ['logs:PutRetentionPolicy', 'resets-guards', { logGroupName: 'g', retentionInDays: 30 }],
    ['iam:UpdateAccountPasswordPolicy', 'weakens', { minimumPasswordLength: 14, requireSymbols: true }],
    [
      'iam:UpdateAccountPasswordPolicy',
      'resets-guards',
      {
        minimumPasswordLength: 14,
        requireSymbols: true,
        requireNumbers: true,
        requireUppercaseCharacters: true,
        requireLowercaseCharacters: true,
      },
    ],
    ['iam:EnableMFADevice', 'changes', { userName: 'alice', serialNumber: 'arn:aws:iam::111122223333:mfa/alice' }],
    ['iam:EnableMFADevice', 'gives-access another-identity', { userName: 'bob', serialNumber: 'arn:aws:iam::111122223333:mfa/bob' }],
    ['autoscaling:UpdateAutoScalingGroup', 'disrupts', { autoScalingGroupName: 'g', desiredCapacity: 0 }],
    ['autoscaling:UpdateAutoScalingGroup', 'changes', { autoScalingGroupName: 'g', desiredCapacity: 4 }],
    ['logs:PutRetentionPolicy', 'changes', { logGroupName: 'g', retentionInDays: 365 }],
    [
      'lambda:UpdateFunctionConfiguration20150331v2',
      'runs-code',
      { functionName: 'f', layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:l:1'] },
    ],
    ['lambda:UpdateFunctionConfiguration20150331v2', 'changes', { functionName: 'f', memorySize: 256 }],
    ['lambda:CreateFunctionUrlConfig', 'opens public', { functionName: 'f', authType: 'NONE' }],
    ['sqs:SetQueueAttributes', 'opens public', { attributes: { Policy: JSON.stringify(statement({ Principal: '*' })) } }],
    ['sqs:SetQueueAttributes', 'changes', { attributes: { VisibilityTimeout: '30' } }],
  ])('%s is %s with %j', (call, expected, params) => {
    expect(says(call, params)).toBe(expected);
  });

  test('a sign-in to the console is told by its result and its second factor', () => {
    const signIn = (result: string, more: JsonObject): string =>
      says('signin:ConsoleLogin', {}, { responseElements: { ConsoleLogin: result }, ...more });
    expect(signIn('Success', { additionalEventData: { MFAUsed: 'Yes' } })).toBe('keeps-books');
    expect(signIn('Success', { additionalEventData: { MFAUsed: 'No' } })).toBe('keeps-books sign-in-without-mfa');
    expect(signIn('Failure', { additionalEventData: { MFAUsed: 'No' } })).toBe('keeps-books sign-in-refused');
  });
});

describe('how a call ended', () => {
  test.each([
    [undefined, 'done'],
    ['AccessDenied', 'denied'],
    ['Client.UnauthorizedOperation', 'denied'],
    ['VpceAccessDenied', 'denied'],
    ['ThrottlingException', 'failed'],
    ['NoSuchBucket', 'failed'],
    ['200', 'done'],
  ])('with the code %s: %s', (errorCode, outcome) => {
    expect(meaning('s3:DeleteBucket', {}, errorCode === undefined ? {} : { errorCode }).outcome).toBe(outcome);
  });
});

describe('who made a call', () => {
  const session = (role: string, more: JsonObject = {}): JsonObject => ({
    type: 'AssumedRole',
    arn: `arn:aws:sts::111122223333:assumed-role/${role.split('/').at(-1)}/s`,
    accountId: '111122223333',
    sessionContext: { sessionIssuer: { arn: `arn:aws:iam::111122223333:role/${role}` } },
    ...more,
  });
  test.each<readonly [string, JsonObject]>([
    ['root', { type: 'Root', arn: 'arn:aws:iam::111122223333:root' }],
    ['root', { type: 'Root', arn: 'arn:aws:iam::111122223333:root', invokedBy: 'AWS Internal' }],
    ['root', { type: 'Root', arn: 'arn:aws:iam::111122223333:root', invokedBy: 'signin.amazonaws.com' }],
    ['person', { ...alice, invokedBy: 'signin.amazonaws.com' }],
    ['through-aws', { type: 'Root', arn: 'arn:aws:iam::111122223333:root', invokedBy: 'support.amazonaws.com' }],
    ['person', alice],
    ['person', session('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1')],
    ['workload', session('deploy')],
    ['aws', session('aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS')],
    ['aws', { type: 'AWSService', invokedBy: 'rds.amazonaws.com' }],
    ['through-aws', { ...alice, invokedBy: 'cloudformation.amazonaws.com' }],
    ['person', { ...alice, invokedBy: 'AWS Internal' }],
    ['anonymous', { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL' }],
    ['unknown', {}],
  ])('is %s for %j', (kind, userIdentity) => {
    expect(meaning('s3:GetObject', {}, { userIdentity }).caller.kind).toBe(kind);
  });

  test('somebody of another account is an outsider', () => {
    expect(meaning('s3:GetObject', {}, { userIdentity: { ...alice, accountId: '999988887777' } }).caller.outsider).toBe('999988887777');
    expect(meaning('s3:GetObject').caller.outsider).toBeUndefined();
  });
});

test('the console is the person before it, except when it calls from within AWS', () => {
  const userIdentity = { type: 'Root', arn: 'arn:aws:iam::111122223333:root', invokedBy: 'signin.amazonaws.com' };
  const kind = (sourceIPAddress: string) => meaning('s3:ListBuckets', {}, { userIdentity, sourceIPAddress }).caller.kind;
  expect([kind('198.51.100.7'), kind('AWS Internal')]).toEqual(['root', 'through-aws']);
});

test('what lets in nobody from outside is said to be eased, and what anybody may add to it is not', () => {
  const blocks = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
  const eased = (...of: Parameters<typeof record>) => meaning(...of).eased ?? false;
  expect(eased('s3:PutBucketPublicAccessBlock', { PublicAccessBlockConfiguration: blocks })).toBe(true);
  expect(eased('s3:PutBucketPublicAccessBlock', { PublicAccessBlockConfiguration: { ...blocks, BlockPublicPolicy: false } })).toBe(false);
  expect(eased('rds:ModifyDBInstance', { deletionProtection: true })).toBe(false);
  const shared = { ...statement({ Principal: { AWS: ['111122223333', '999988887777'] } }) };
  expect(eased('s3:PutBucketPolicy', { bucketPolicy: shared })).toBe(false);
});

test('the user agent never counts', () =>
  fc.assert(
    fc.property(fc.string(), (userAgent) => {
      expect(meaningOf(record('iam:CreateUser', { userName: 'bob' }, { userAgent }))).toEqual(
        meaningOf(record('iam:CreateUser', { userName: 'bob' })),
      );
    }),
  ));

test('tags never change what a call means', () => {
  const words = [
    'dryRun',
    'Status',
    'enabled',
    'blockPublicAcls',
    'retentionInDays',
    'egress',
    'x-amz-acl',
    'principalOrgID',
    'cidrIp',
    'remove',
  ];
  const values = ['true', 'Disabled', '365', 'private', '0.0.0.0/0', 'o-1', '{"Statement":[{"Effect":"Deny","Principal":"*"}]}'];
  const calls = [
    'ec2:RunInstances',
    'iam:CreateRole',
    'lambda:CreateFunction20150331',
    'kms:CreateKey',
    'logs:PutRetentionPolicy',
    'sns:CreateTopic',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...calls), fc.dictionary(fc.constantFrom(...words), fc.constantFrom(...values)), (call, tags) => {
      const pairs = Object.entries(tags).map(([key, value]) => ({ key, value }));
      const params = { name: 'n', policy: statement({ Principal: '*' }) };
      for (const more of [{ tags }, { tagSet: { items: pairs } }, { Tags: pairs }])
        expect(says(call, { ...more, ...params })).toBe(says(call, params));
    }),
  );
});

test('any JSON has a meaning or none, and nothing throws', () =>
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (params, who) => {
      const [requestParameters, userIdentity] = JSON.parse(JSON.stringify([params, who]));
      expect(meaningOf(record('s3:PutBucketPolicy', {}, { requestParameters, userIdentity }))?.about).toBe('call');
      meaningOf(requestParameters);
    }),
  ));

test('deep nesting ends', () => {
  let deep: JsonObject = { Statement: [{ Effect: 'Allow', Principal: '*' }] };
  for (let depth = 0; depth < 5_000; depth++) deep = { a: [deep] };
  expect(says('s3:PutBucketPolicy', { bucketPolicy: deep })).toBe('opens');
});
