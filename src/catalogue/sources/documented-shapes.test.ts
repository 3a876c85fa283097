import { expect, test } from 'vitest';
import { unwrap } from '#catalogue/unwrap.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { sources } from './index.ts';

const own = '111122223333';
const of = (service: string, name: string, region = 'eu-west-1', partition = 'aws') =>
  `arn:${partition}:${service}:${region}:${own}:${name}`;
const event = (source: string, type: string, detail: JsonObject, resources: Json = [], region = 'eu-west-1'): JsonObject => ({
  version: '0',
  id: '0f3c0b7a-53a3-4b6e-9f0a-2c6f0c8a9d15',
  'detail-type': type,
  source: `aws.${source}`,
  account: own,
  time: '2026-11-20T09:00:00Z',
  region,
  resources,
  detail,
});
const state = (region: string) =>
  event('ec2', 'EC2 Instance State-change Notification', { 'instance-id': 'i-1', state: 'stopped' }, [], region);
const health = (service: string, entityValue: string) =>
  event('health', 'AWS Health Event', { service, eventTypeCode: 'AWS_X', statusCode: 'open', affectedEntities: [{ entityValue }] });
const threat = (type: string, resource: JsonObject, more: JsonObject = {}): JsonObject => ({
  accountId: own,
  region: 'eu-west-1',
  id: 'f',
  type,
  title: 't',
  severity: 8,
  resource,
  service: { serviceName: 'guardduty', archived: false, ...more },
});
const sequence = {
  uid: 'u',
  actors: [{ id: of('iam', 'user/anna', ''), user: { name: 'anna', type: 'IAMUser' } }],
  resources: [
    { resourceType: 'S3_BUCKET', uid: 'arn:aws:s3:::invoices', name: 'invoices', region: 'us-west-2' },
    { resourceType: 'ACCESS_KEY', uid: 'AKIAEXAMPLE', data: { accessKey: { userName: 'anna', userType: 'IAMUser' } } },
    { resourceType: 'EC2_INSTANCE', uid: of('ec2', 'instance/i-1') },
  ],
};
const compliance = {
  messageType: 'ComplianceChangeNotification',
  awsAccountId: own,
  awsRegion: 'eu-west-1',
  configRuleName: 'r',
  resourceType: 'AWS::EC2::Instance',
  resourceId: 'i-1',
  newEvaluationResult: null,
  oldEvaluationResult: { complianceType: 'NON_COMPLIANT' },
};
const removed = {
  configurationItemStatus: 'ResourceDeleted',
  resourceType: 'AWS::RDS::DBInstance',
  resourceId: 'db-ABC',
  resourceName: 'orders',
};
const insight = (more: JsonObject): JsonObject => ({
  eventVersion: '1.07',
  eventTime: '2026-11-20T09:00:00Z',
  awsRegion: 'eu-west-1',
  eventID: 'e',
  eventType: 'AwsCloudTrailInsight',
  recipientAccountId: own,
  eventCategory: 'Insight',
  insightDetails: { state: 'Start', eventSource: 'iam.amazonaws.com', eventName: 'DeleteRole', insightType: 'ApiCallRateInsight', ...more },
});

/** Shapes that AWS documents and that are not the sample of their source. */
test.each<readonly [string, JsonObject, ...(readonly string[])]>([
  ['a region of an isolated partition', state('us-isob-east-1'), 'AWS::EC2::Instance i-1 us-isob-east-1 aws-iso-b'],
  ['the European Sovereign Cloud', state('eusc-de-east-1'), 'AWS::EC2::Instance i-1 eusc-de-east-1 aws-eusc'],
  [
    'a Spot warning that lists a bare id',
    event('ec2', 'EC2 Spot Instance Interruption Warning', { 'instance-action': 'stop' }, ['i-0a1b']),
    'AWS::EC2::Instance i-0a1b eu-west-1 aws',
  ],
  [
    'a kind of EC2 that we do not know',
    event('ec2', 'EC2 ODCR Underutilization Notification', { 'capacity-reservation-id': 'cr-1' }, [of('ec2', 'capacity-reservation/cr-1')]),
    'AWS::EC2::CapacityReservation cr-1 eu-west-1 aws',
  ],
  [
    'a kind of ECS that we do not know',
    event('ecs', 'ECS Service Deployment State Change', {}, [of('ecs', 'service-deployment/web/api/1a')]),
    'AWS::ECS::ServiceDeployment web/api/1a eu-west-1 aws',
  ],
  [
    'another service that lists a bare id',
    event('inspector', 'Inspector Assessment', {}, ['fs-0a1b', null, 7]),
    'AWS::EFS::FileSystem fs-0a1b eu-west-1 aws',
  ],
  [
    'a finding on a resource of the kind Other',
    { Id: 'f', ProductArn: of('securityhub', 'product/x/y'), AwsAccountId: own, Resources: [{ Type: 'Other', Id: 'eni-0a1b' }] },
    'AWS::EC2::NetworkInterface eni-0a1b eu-west-1 aws',
  ],
  ['a GovCloud instance', state('us-gov-west-1'), 'AWS::EC2::Instance i-1 us-gov-west-1 aws-us-gov'],
  [
    'a volume whose key is disabled',
    event('ec2', 'EBS Volume Notification', { event: 'attachVolume', result: 'failed' }, [of('ec2', 'volume/vol-1'), of('kms', 'key/1a')]),
    'AWS::EC2::Volume vol-1 eu-west-1 aws',
  ],
  [
    'snapshots of many volumes that only the detail names',
    event('ec2', 'EBS Multi-Volume Snapshots Completion Status', {
      snapshots: [{ snapshot_id: 'arn:aws:ec2::eu-west-1:snapshot/snap-1' }, { snapshot_id: 'arn:aws:ec2::eu-west-1:snapshot/snap-2' }],
    }),
    'AWS::EC2::Snapshot snap-1 eu-west-1 aws',
    'AWS::EC2::Snapshot snap-2 eu-west-1 aws',
  ],
  [
    'an ECS task that only the detail names',
    event('ecs', 'ECS Task State Change', { clusterArn: of('ecs', 'cluster/web'), taskArn: of('ecs', 'task/web/t1'), group: 'family:f' }),
    'AWS::ECS::Task web|t1 eu-west-1 aws',
  ],
  [
    'an RDS event without an ARN',
    event('rds', 'RDS DB Instance Event', { SourceType: 'DB_INSTANCE', SourceIdentifier: 'orders', EventID: 'RDS-EVENT-0004' }),
    'AWS::RDS::DBInstance orders eu-west-1 aws',
  ],
  [
    'an RDS message of a younger kind',
    { 'Event Source': 'blue-green-deployment', 'Event ID': '#RDS-EVENT-0244', 'Source ARN': of('rds', 'deployment:bgd-1') },
    'AWS::RDS::BlueGreenDeployment bgd-1 eu-west-1 aws',
  ],
  [
    'an RDS message of a kind to come, in China',
    { 'Event Source': 'db-lake', 'Event ID': '#RDS-EVENT-9999', 'Source ARN': of('rds', 'lake:l', 'cn-north-1', 'aws-cn') },
    'AWS::RDS::Lake l cn-north-1 aws-cn',
  ],
  ['a tunnel in AWS Health', health('VPN', 'vpn-0a1b'), 'AWS::EC2::VPNConnection vpn-0a1b eu-west-1 aws'],
  [
    'a line of Direct Connect in AWS Health',
    health('DIRECTCONNECT', 'dxcon-fg1'),
    'AWS::DirectConnect::Connection dxcon-fg1 eu-west-1 aws',
  ],
  ['a service of ECS in AWS Health', health('ECS', 'web|api'), 'AWS::ECS::Service web|api eu-west-1 aws'],
  ['an entity of a kind that we do not know', health('WORKSPACES', 'ws-1'), 'AWS::Workspaces::Resource ws-1 eu-west-1 aws'],
  ['an entity that is the account', health('BILLING', 'AWS_ACCOUNT'), 'AWS::::Account 111122223333 eu-west-1 aws'],
  ['a rule that no longer evaluates a resource', compliance, 'AWS::EC2::Instance i-1 eu-west-1 aws (no longer evaluated)'],
  [
    'a deleted database, whose id only Config knows',
    event('config', 'Config Configuration Item Change', { configurationItem: removed }),
    'AWS::RDS::DBInstance orders eu-west-1 aws',
  ],
  [
    'an attack sequence',
    threat('AttackSequence:S3/CompromisedData', { resourceType: 'AttackSequence' }, { detection: { sequence } }),
    'AWS::EC2::Instance i-1 eu-west-1 aws',
    'AWS::IAM::User anna global aws',
    'AWS::S3::Bucket invoices us-west-2 aws',
  ],
  [
    'a limitless database under threat',
    threat('CredentialAccess:RDS/X', { rdsLimitlessDbDetails: { dbShardGroupIdentifier: 'g', dbClusterIdentifier: 'c' } }),
    'AWS::RDS::DBCluster c eu-west-1 aws',
  ],
  [
    'a bare finding of Inspector',
    { awsAccountId: own, findingArn: of('inspector2', 'finding/f'), status: 'ACTIVE', title: 't', resources: [{ id: 'i-1' }] },
    'AWS::EC2::Instance i-1 eu-west-1 aws',
  ],
  [
    'a list of bare findings of Macie',
    {
      findings: [
        { accountId: own, region: 'eu-west-1', type: 'Policy:X', title: 't', resourcesAffected: { s3Bucket: { name: 'invoices' } } },
      ],
    },
    'AWS::S3::Bucket invoices eu-west-1 aws',
  ],
  [
    'a bare finding of Access Analyzer, which says no region',
    {
      id: 'f',
      status: 'RESOLVED',
      analyzedAt: '2026-11-20',
      resourceType: 'AWS::SQS::Queue',
      resource: of('sqs', 'jobs'),
      resourceOwnerAccount: own,
    },
    'AWS::SQS::Queue jobs eu-west-1 aws (RESOLVED)',
  ],
  ['an insight of CloudTrail', insight({}), 'AWS::::Account 111122223333 eu-west-1 aws'],
  [
    'the end of one in its envelope',
    event('cloudtrail', 'AWS Insight via CloudTrail', insight({ state: 'End' })),
    'AWS::::Account 111122223333 eu-west-1 aws (End)',
  ],
  [
    'an account id that lost its quotes',
    { ...threat('Backdoor:EC2/X', { instanceDetails: { instanceId: 'i-1' } }), accountId: 111122223333 },
    'AWS::EC2::Instance i-1 eu-west-1 aws',
  ],
  [
    'a finding of Security Hub without its product',
    {
      Id: 'f',
      GeneratorId: 'g',
      AwsAccountId: own,
      Resources: [{ Type: 'AwsEc2Vpc', Id: of('ec2', 'vpc/vpc-1', 'us-gov-west-1', 'aws-us-gov') }],
      Region: 'us-gov-west-1',
    },
    'AWS::EC2::VPC vpc-1 us-gov-west-1 aws-us-gov',
  ],
  [
    'a failed test of Vanta on a kind that we do not know',
    { test_name: 't', resource_arn: of('quicksight', 'dashboard/d') },
    'AWS::Quicksight::Dashboard d eu-west-1 aws',
  ],
])('%s is read', (_what, document, ...expected) => {
  const parts = [...unwrap(document)].flatMap((part) => ('drop' in part ? [] : [part.document]));
  const read = parts.map((part) => sources.find((source) => source.recognises(part))?.parse(part, 1, { trusted: true }));
  const signals = read.flatMap((each) => each?.signals ?? []);
  const drops = read.flatMap((each) => each?.drops.map(({ because }) => because) ?? ['unknown']);
  const found = signals.map(
    ({
      signal: {
        resource: { type, id, region, partition },
        over,
      },
    }) => [type, id, region, partition, ...(over === undefined ? [] : [`(${over})`])].join(' '),
  );
  expect(drops).toEqual([]);
  expect(found.toSorted()).toEqual(expected);
  expect(signals.map(({ signal }) => signal.resource.account)).toEqual(expected.map(() => own));
});
