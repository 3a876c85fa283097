import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { cloudtrail } from './cloudtrail.ts';
import { objectAt } from './fields.ts';

const record = objectAt(cloudtrail.sample, 'detail');
const parse = (document: JsonObject, trusted = true) => cloudtrail.parse(document, 0, { trusted });
const call = (eventSource: string, eventName: string, requestParameters: JsonObject | null, more: JsonObject = {}) =>
  parse({ ...record, eventSource: `${eventSource}.amazonaws.com`, eventName, requestParameters, ...more });
const about = (parsed: ReturnType<typeof parse>) =>
  parsed.signals.map(({ signal: { resource } }) => `${resource.type} ${resource.id} ${resource.region}`);

test('the sample is one signal with everything that CloudTrail says', () => {
  expect(parse(cloudtrail.sample)).toEqual({
    drops: [],
    signals: [
      {
        event: cloudtrail.sample,
        signal: {
          id: '7d0f1c52-8d5e-4c57-8f57-0c4f64c7a3de',
          source: 'cloudtrail',
          rank: 'attested',
          title: 's3:DeleteBucketPublicAccessBlock on invoices-eu',
          at: Date.parse('2026-11-20T08:59:58Z'),
          resource: { type: 'AWS::S3::Bucket', id: 'invoices-eu', partition: 'aws', account: '111122223333', region: 'eu-west-1' },
          actor: {
            type: 'AssumedRole',
            arn: 'arn:aws:sts::111122223333:assumed-role/Developer/anna',
            role: 'arn:aws:iam::111122223333:role/Developer',
            session: 'anna',
            account: '111122223333',
            accessKey: 'ASIAEXAMPLEEXAMPLE00',
            sourceIp: '198.51.100.7',
            userAgent: 'aws-cli/2.31.0',
            mfa: true,
          },
          requestId: 'EXAMPLE5T6JX0Q2R',
          operation: 's3:DeleteBucketPublicAccessBlock',
        },
      },
    ],
  });
});

describe('rank', () => {
  test('only an event that AWS named and that came through our intake is attested', () => {
    const rank = (document: JsonObject, trusted: boolean) => parse(document, trusted).signals[0]?.signal.rank;
    expect(rank(cloudtrail.sample, true)).toBe('attested');
    expect(rank(cloudtrail.sample, false)).toBe('reported');
    expect(rank(record, true)).toBe('reported');
    expect(rank({ ...cloudtrail.sample, source: 'my.app' }, true)).toBe('reported');
  });
});

describe('the event', () => {
  test('a bare record gets the envelope that EventBridge would give it', () => {
    expect(parse(record).signals[0]?.event).toMatchObject({
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.s3',
      account: '111122223333',
      region: 'eu-west-1',
      detail: record,
    });
    const signIn = { ...record, eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin', eventType: 'AwsConsoleSignIn' };
    expect(parse(signIn).signals[0]?.event).toMatchObject({ 'detail-type': 'AWS Console Sign In via CloudTrail', source: 'aws.signin' });
  });

  test('the same event has the same id in its envelope and bare', () => {
    expect(parse(record).signals[0]?.signal.id).toBe(parse(cloudtrail.sample).signals[0]?.signal.id);
  });

  test('a record without an id gets one that stays the same', () => {
    const { eventID: _, ...unnamed } = record;
    expect(parse(unnamed).signals[0]?.signal.id).toMatch(/^[0-9a-f]{32}$/);
    expect(parse(unnamed).signals[0]?.signal.id).toBe(parse({ ...unnamed }).signals[0]?.signal.id);
  });

  test('what only resembles a record is not recognised', () => {
    const streamRecord = { eventID: '1', eventName: 'INSERT', eventVersion: '1.0', eventSource: 'aws:dynamodb' };
    expect([streamRecord, { ...record, eventCategory: 'Insight' }, { eventName: 'A' }, {}].map(cloudtrail.recognises)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('resources', () => {
  test('a call on several resources is a signal for each, with ids of their own', () => {
    const parsed = call('ec2', 'TerminateInstances', {
      instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }, { instanceId: 'i-3' }, { instanceId: 'i-1' }] },
    });
    expect(about(parsed)).toEqual([
      'AWS::EC2::Instance i-1 eu-west-1',
      'AWS::EC2::Instance i-2 eu-west-1',
      'AWS::EC2::Instance i-3 eu-west-1',
    ]);
    expect(new Set(parsed.signals.map(({ signal }) => signal.id)).size).toBe(3);
  });

  test.each([
    ['ec2', 'AuthorizeSecurityGroupIngress', { groupId: 'sg-1' }, 'AWS::EC2::SecurityGroup sg-1 eu-west-1'],
    ['ec2', 'ModifySecurityGroupRules', { ModifySecurityGroupRulesRequest: { GroupId: 'sg-1' } }, 'AWS::EC2::SecurityGroup sg-1 eu-west-1'],
    ['ec2', 'AttachVolume', { volumeId: 'vol-1', instanceId: 'i-1' }, 'AWS::EC2::Volume vol-1 eu-west-1'],
    [
      'ec2',
      'ModifyInstanceAttribute',
      { instanceId: 'i-1', groupSet: { items: [{ groupId: 'sg-1' }] } },
      'AWS::EC2::Instance i-1 eu-west-1',
    ],
    ['ec2', 'CreateTags', { resourcesSet: { items: [{ resourceId: 'i-1' }] }, tagSet: {} }, 'AWS::EC2::Instance i-1 eu-west-1'],
    ['ec2', 'EnableEbsEncryptionByDefault', { EnableEbsEncryptionByDefaultRequest: {} }, 'AWS::::Account 111122223333 eu-west-1'],
    ['ec2', 'DescribeInstances', { instancesSet: {}, filterSet: {} }, 'AWS::::Account 111122223333 eu-west-1'],
    ['s3', 'PutAccountPublicAccessBlock', { accountId: '111122223333' }, 'AWS::::Account 111122223333 eu-west-1'],
    [
      'dynamodb',
      'DeleteTable',
      { tableName: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders' },
      'AWS::DynamoDB::Table orders eu-west-1',
    ],
    ['ssm', 'PutParameter', { name: '/shop/host' }, 'AWS::SSM::Parameter /shop/host eu-west-1'],
    [
      'lambda',
      'UpdateFunctionCode20150331v2',
      { functionName: 'arn:aws:lambda:eu-west-1:111122223333:function:mail' },
      'AWS::Lambda::Function mail eu-west-1',
    ],
    [
      'iam',
      'AttachRolePolicy',
      { roleName: 'reader', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      'AWS::IAM::Role reader global',
    ],
    ['iam', 'AddUserToGroup', { userName: 'anna', groupName: 'admins' }, 'AWS::IAM::User anna global'],
    [
      'cloudtrail',
      'StopLogging',
      { name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main' },
      'AWS::CloudTrail::Trail main eu-west-1',
    ],
    ['cloudtrail', 'DeleteTrail', { name: 'main' }, 'AWS::CloudTrail::Trail main eu-west-1'],
    ['kms', 'ScheduleKeyDeletion', { keyId: 'arn:aws:kms:eu-west-1:111122223333:key/5b0c' }, 'AWS::KMS::Key 5b0c eu-west-1'],
    [
      'secretsmanager',
      'DeleteSecret',
      { secretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-a1B2c3' },
      'AWS::SecretsManager::Secret shop eu-west-1',
    ],
    ['rds', 'ModifyDBInstance', { dBInstanceIdentifier: 'shop' }, 'AWS::RDS::DBInstance shop eu-west-1'],
    ['sqs', 'DeleteQueue', { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs' }, 'AWS::SQS::Queue jobs eu-west-1'],
    ['events', 'DisableRule', { name: 'nightly', eventBusName: 'default' }, 'AWS::Events::Rule nightly eu-west-1'],
    [
      'ecs',
      'UpdateService',
      { cluster: 'arn:aws:ecs:eu-west-1:111122223333:cluster/web', service: 'api', desiredCount: 0 },
      'AWS::ECS::Service web|api eu-west-1',
    ],
    [
      'ecs',
      'StopTask',
      { cluster: 'web', task: 'arn:aws:ecs:eu-west-1:111122223333:task/web/0a1b', reason: 'x' },
      'AWS::ECS::Task web|0a1b eu-west-1',
    ],
    ['glue', 'StartJobRun', { jobName: 'nightly' }, 'AWS::Glue::Job nightly eu-west-1'],
    [
      'codedeploy',
      'CreateDeployment',
      { applicationName: 'web', deploymentGroupName: 'live' },
      'AWS::CodeDeploy::DeploymentGroup web|live eu-west-1',
    ],
    ['logs', 'DeleteLogGroup', { logGroupName: '/aws/lambda/mail' }, 'AWS::Logs::LogGroup /aws/lambda/mail eu-west-1'],
    ['guardduty', 'DeleteDetector', { detectorId: '12ab' }, 'AWS::GuardDuty::Detector 12ab eu-west-1'],
    ['monitoring', 'DeleteAlarms', { alarmNames: ['cpu'] }, 'AWS::CloudWatch::Alarm cpu eu-west-1'],
    [
      'elasticloadbalancing',
      'AddTags',
      { resourceArns: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/0a'] },
      'AWS::ElasticLoadBalancingV2::LoadBalancer app/web/0a eu-west-1',
    ],
  ])('%s:%s is about %j', (service, name, parameters, expected) => {
    expect(about(call(service, name, parameters))).toEqual([expected]);
  });

  test('a creation is about what AWS answered', () => {
    expect(
      about(call('ec2', 'CreateVolume', { snapshotId: 'snap-1' }, { responseElements: { volumeId: 'vol-1', snapshotId: 'snap-1' } })),
    ).toEqual(['AWS::EC2::Volume vol-1 eu-west-1']);
  });

  test('a call that compares two snapshots is about both', () => {
    expect(about(call('ebs', 'ListChangedBlocks', { firstSnapshotId: 'snap-1', secondSnapshotId: 'snap-2' }))).toEqual([
      'AWS::EC2::Snapshot snap-1 eu-west-1',
      'AWS::EC2::Snapshot snap-2 eu-west-1',
    ]);
  });

  test('a member that every service has does not name a parameter or trail', () => {
    expect(call('ssm', 'CreateMaintenanceWindow', { name: 'nightly' })).toMatchObject({ signals: [], drops: [{ because: 'no-resource' }] });
  });

  test('without parameters the ARNs that AWS lists tell', () => {
    const resources = [{ accountId: '444455556666', type: 'AWS::KMS::Key', ARN: 'arn:aws:kms:eu-west-1:444455556666:key/5b0c' }];
    const [only] = call('kms', 'RotateKey', null, { resources }).signals;
    expect(only?.signal.resource).toMatchObject({ type: 'AWS::KMS::Key', id: '5b0c', account: '444455556666' });
  });

  test('a bucket of another account is in the account of its owner', () => {
    const resources = [{ accountId: '444455556666', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::theirs' }];
    const [only] = call('s3', 'PutBucketAcl', { bucketName: 'theirs' }, { resources }).signals;
    expect(only?.signal.resource).toMatchObject({ id: 'theirs', account: '444455556666' });
  });

  test('signing in is about who signed in, and a refused sign-in says so', () => {
    const anna = { userIdentity: { type: 'IAMUser', userName: 'anna', accountId: '111122223333' } };
    const failure = { ...anna, responseElements: { ConsoleLogin: 'Failure' }, errorMessage: 'Failed authentication' };
    expect(about(call('signin', 'ConsoleLogin', null, anna))).toEqual(['AWS::IAM::User anna global']);
    expect(call('signin', 'ConsoleLogin', null, failure).signals[0]?.signal.failed).toBe('Failed authentication');
    expect(about(call('sts', 'GetCallerIdentity', null))).toEqual(['AWS::IAM::Role Developer global']);
    expect(about(call('signin', 'ConsoleLogin', null, { userIdentity: { type: 'Root', accountId: '111122223333' } }))).toEqual([
      'AWS::::Account 111122223333 eu-west-1',
    ]);
  });

  test('a failed call keeps the error code of AWS', () => {
    expect(parse({ ...record, errorCode: 'AccessDenied' }).signals[0]?.signal.failed).toBe('AccessDenied');
  });
});

describe('drops', () => {
  test.each([
    ['no-account', { recipientAccountId: '0000', userIdentity: { type: 'IAMUser', accountId: '0000' } }],
    ['no-region', { awsRegion: 'REGION' }],
    ['no-resource', { eventSource: 'quicksight.amazonaws.com', eventName: 'CreateDashboard', requestParameters: { dashboardId: 'a' } }],
  ])('%s', (because, change) => {
    expect(parse({ ...record, ...change })).toMatchObject({ signals: [], drops: [{ because }] });
  });
});

describe('a record whose account is a placeholder', () => {
  const userIdentity = { type: 'IAMUser', accountId: '0000' };
  const accounts = (change: JsonObject) =>
    parse({ ...record, recipientAccountId: '00000', userIdentity, ...change }).signals.map(({ signal }) => signal.resource.account);

  test('is in the account of who called, else in the one that the answer names as owner or in its ARN', () => {
    expect(accounts({ userIdentity: { type: 'IAMUser', accountId: '444455556666' } })).toEqual(['444455556666']);
    expect(accounts({ userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/a' } })).toEqual(['444455556666']);
    expect(
      accounts({ responseElements: { mesh: { metadata: { arn: 'arn:aws:appmesh:eu-west-2:444455556666:mesh/m', meshOwner: '0000' } } } }),
    ).toEqual(['444455556666']);
    expect(accounts({ responseElements: { metadata: { resourceOwner: '444455556666' } } })).toEqual(['444455556666']);
  });

  test('is nowhere when the answer names two, or only the caller names one', () => {
    expect(accounts({ responseElements: { ownerId: '444455556666', arn: 'arn:aws:s3:eu-west-1:777788889999:accesspoint/a' } })).toEqual([]);
    expect(accounts({ requestParameters: { bucketName: 'a', ownerId: '444455556666' } })).toEqual([]);
  });
});

test('what a service did by itself is about what its details name', () => {
  const event = (eventSource: string, eventName: string, more: JsonObject) =>
    about(call(eventSource, eventName, null, { eventType: 'AwsServiceEvent', responseElements: null, ...more }));
  expect(event('ec2', 'SharedSnapshotVolumeCreated', { serviceEventDetails: { snapshotId: 'snap-1' } })).toEqual([
    'AWS::EC2::Snapshot snap-1 eu-west-1',
  ]);
  const SecretId = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/key-a1B2c3';
  expect(event('secretsmanager', 'RotationFailed', { additionalEventData: { SecretId } })).toEqual([
    'AWS::SecretsManager::Secret shop/key eu-west-1',
  ]);
});

test('a copied snapshot is the new one; a deleted backup is that of the database whose id it names', () => {
  const snapshots = { sourceDBSnapshotIdentifier: 'arn:aws:rds:us-east-1:111122223333:snapshot:a', targetDBSnapshotIdentifier: 'b' };
  expect(about(call('rds', 'CopyDBSnapshot', snapshots))).toEqual(['AWS::RDS::DBSnapshot b eu-west-1']);
  expect(about(call('rds', 'DeleteDBInstanceAutomatedBackup', { dbiResourceId: 'db-ABC' }))).toEqual([
    'AWS::RDS::DBInstance db-ABC eu-west-1',
  ]);
});

test('a record that somebody forwards is in the account of its caller, not of who forwards it', () => {
  const { recipientAccountId: _, ...old } = record;
  const envelope = { ...cloudtrail.sample, account: '999988887777', detail: old };
  const account = (document: JsonObject) => parse(document).signals[0]?.signal.resource.account;
  expect(account({ ...envelope, source: 'my.app' })).toBe('111122223333');
  expect(account(envelope)).toBe('999988887777');
});
