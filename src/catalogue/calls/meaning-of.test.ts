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
const statement = (more: JsonObject): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', ...more }],
});

describe('what a call does', () => {
  test.each<readonly [string, string, JsonObject]>([
    ['s3:PutBucketPolicy', 'opens public', { bucketPolicy: statement({ Principal: '*' }) }],
    [
      's3:PutBucketPolicy',
      'opens',
      { bucketPolicy: statement({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }) },
    ],
    [
      's3:PutBucketPolicy',
      'opens foreign-account',
      { policy: JSON.stringify(statement({ Principal: { AWS: 'arn:aws:iam::999988887777:root' } })) },
    ],
    ['s3:PutBucketPolicy', 'opens', { bucketPolicy: statement({ Effect: 'Deny', Principal: '*' }) }],
    ['s3:PutBucketAcl', 'opens public', { 'x-amz-acl': ['public-read'] }],
    ['s3:PutBucketAcl', 'changes', { 'x-amz-acl': ['private'] }],
    ['s3:PutBucketLogging', 'hides-tracks', { BucketLoggingStatus: { xmlns: '' } }],
    ['s3:PutBucketLogging', 'changes', { BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs' } } }],
    ['s3:PutObject', 'ransoms', { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }],
    ['s3:PutObject', 'keeps-books', { key: 'report.csv' }],
    ['s3:DeleteObject', 'destroys', { key: 'report.csv', versionId: 'v1' }],
    ['s3:PutPublicAccessBlock', 'weakens', { PublicAccessBlockConfiguration: { BlockPublicAcls: false, BlockPublicPolicy: true } }],
    ['s3:PutPublicAccessBlock', 'changes', { PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true } }],
    [
      'ec2:AuthorizeSecurityGroupIngress',
      'opens public',
      { groupId: 'sg-1', ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] } },
    ],
    [
      'ec2:AuthorizeSecurityGroupIngress',
      'opens',
      { groupId: 'sg-1', ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] } }] } },
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
    ['rds:ModifyDBInstance', 'opens public', { dBInstanceIdentifier: 'db', publiclyAccessible: true }],
    ['rds:ModifyDBInstance', 'changes', { dBInstanceIdentifier: 'db', publiclyAccessible: false, deletionProtection: true }],
    ['rds:ModifyDBCluster', 'weakens', { dBClusterIdentifier: 'db', deletionProtection: false }],
    ['rds:DeleteDBInstance', 'destroys no-recovery', { dBInstanceIdentifier: 'db', skipFinalSnapshot: true }],
    ['iam:AttachUserPolicy', 'gives-access administrator', { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess', userName: 'bob' }],
    ['iam:DetachUserPolicy', 'removes', { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess', userName: 'bob' }],
    ['iam:PutRolePolicy', 'gives-access administrator', { policyDocument: JSON.stringify(statement({ Action: '*' })) }],
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
    ['logs:PutRetentionPolicy', 'hides-tracks', { logGroupName: 'g', retentionInDays: 1 }],
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

test('the user agent never counts', () =>
  fc.assert(
    fc.property(fc.string(), (userAgent) => {
      expect(meaningOf(record('iam:CreateUser', { userName: 'bob' }, { userAgent }))).toEqual(
        meaningOf(record('iam:CreateUser', { userName: 'bob' })),
      );
    }),
  ));

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
