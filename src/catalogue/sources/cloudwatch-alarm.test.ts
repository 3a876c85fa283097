import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { cloudwatchAlarm } from './cloudwatch-alarm.ts';
import { objectAt } from './fields.ts';

const sample = cloudwatchAlarm.sample;
const detail = objectAt(sample, 'detail');
const parse = (document: JsonObject, trusted = true) => cloudwatchAlarm.parse(document, 0, { trusted });
const withMetrics = (...metrics: readonly JsonObject[]) => ({ ...sample, detail: { ...detail, configuration: { metrics } } });
const metric = (namespace: string, dimensions: JsonObject, more: JsonObject = {}) => ({
  id: 'm',
  metricStat: { metric: { namespace, name: 'Any', dimensions } },
  ...more,
});
const about = (document: JsonObject) => parse(document).signals.map(({ signal: { resource } }) => `${resource.type} ${resource.id}`);

const fromLambda = {
  source: 'aws.cloudwatch',
  alarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:web-1-status',
  accountId: '111122223333',
  time: '2026-11-20T08:59:59.000+0000',
  region: 'eu-west-1',
  alarmData: detail,
};
const message = {
  AlarmName: 'web-1-status',
  AlarmDescription: 'web-1 fails its status checks',
  AWSAccountId: '111122223333',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed: 2 datapoints were greater than 0.0',
  StateChangeTime: '2026-11-20T08:59:59.000+0000',
  Region: 'EU (Ireland)',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:web-1-status',
  OldStateValue: 'OK',
  Trigger: {
    MetricName: 'StatusCheckFailed_Instance',
    Namespace: 'AWS/EC2',
    Statistic: 'MAXIMUM',
    Dimensions: [{ name: 'InstanceId', value: 'i-0abc1234def567890' }],
    Period: 60,
  },
};

describe('the three forms of an alarm', () => {
  test.each([
    ['EventBridge', sample, 'attested'],
    ['a call of a Lambda function', fromLambda, 'attested'],
    ['an SNS message', message, 'reported'],
  ])('%s gives the same signal', (_form, document, rank) => {
    const [first] = parse(document).signals;
    expect(first?.signal).toMatchObject({
      id: parse(sample).signals[0]?.signal.id,
      rank,
      at: Date.parse('2026-11-20T08:59:59Z'),
      title: 'alarm web-1-status is ALARM',
      resource: { type: 'AWS::EC2::Instance', id: 'i-0abc1234def567890', account: '111122223333', region: 'eu-west-1' },
    });
    expect(first?.event).toMatchObject({
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      account: '111122223333',
      region: 'eu-west-1',
      detail: {
        alarmName: 'web-1-status',
        state: { value: 'ALARM' },
        configuration: {
          metrics: [
            {
              metricStat: {
                metric: { namespace: 'AWS/EC2', name: 'StatusCheckFailed_Instance', dimensions: { InstanceId: 'i-0abc1234def567890' } },
              },
            },
          ],
        },
      },
    });
  });

  test('a description of an alarm is not an alarm', () => {
    expect(
      cloudwatchAlarm.recognises({ AlarmName: 'x', AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:x', Dimensions: [] }),
    ).toBe(false);
  });
});

describe('what an alarm is about', () => {
  test.each([
    ['AWS/EC2', { InstanceId: 'i-1', AutoScalingGroupName: 'web' }, 'AWS::EC2::Instance i-1'],
    ['AWS/DynamoDB', { TableName: 'orders', Operation: 'PutItem' }, 'AWS::DynamoDB::Table orders'],
    ['AWS/Lambda', { FunctionName: 'mail', Resource: 'mail:live' }, 'AWS::Lambda::Function mail'],
    ['AWS/RDS', { DBInstanceIdentifier: 'shop' }, 'AWS::RDS::DBInstance shop'],
    ['AWS/ApplicationELB', { LoadBalancer: 'app/web/0a' }, 'AWS::ElasticLoadBalancingV2::LoadBalancer app/web/0a'],
    [
      'AWS/ApplicationELB',
      { TargetGroup: 'targetgroup/web/0b', LoadBalancer: 'app/web/0a' },
      'AWS::ElasticLoadBalancingV2::TargetGroup web/0b',
    ],
    ['AWS/SQS', { QueueName: 'jobs' }, 'AWS::SQS::Queue jobs'],
    ['AWS/S3', { BucketName: 'invoices', StorageType: 'StandardStorage' }, 'AWS::S3::Bucket invoices'],
    ['AWS/AutoScaling', { AutoScalingGroupName: 'web' }, 'AWS::AutoScaling::AutoScalingGroup web'],
    ['AWS/ECS', { ClusterName: 'web', ServiceName: 'api' }, 'AWS::ECS::Service web|api'],
    ['AWS/ECS', { ClusterName: 'web' }, 'AWS::ECS::Cluster web'],
    ['AWS/States', { StateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:flow' }, 'AWS::StepFunctions::StateMachine flow'],
    ['ECS/ContainerInsights', { ClusterName: 'web' }, 'AWS::ECS::Cluster web'],
    ['ContainerInsights', { ClusterName: 'web' }, 'AWS::EKS::Cluster web'],
    ['AWS/FSx', { FileSystemId: 'fs-1' }, 'AWS::CloudWatch::Alarm web-1-status'],
    ['AWS/Connect', { InstanceId: '0a1b', QueueName: 'calls' }, 'AWS::CloudWatch::Alarm web-1-status'],
    ['AWS/Billing', { Currency: 'USD' }, 'AWS::CloudWatch::Alarm web-1-status'],
  ])('%s %j is about %s', (namespace, dimensions, expected) => {
    expect(about(withMetrics(metric(namespace, dimensions)))).toEqual([expected]);
  });

  test('of a calculation the first metric that names a resource', () => {
    expect(
      about(withMetrics({ id: 'e1', expression: 'm1/m2' }, metric('AWS/Lambda', {}), metric('AWS/SQS', { QueueName: 'jobs' }))),
    ).toEqual(['AWS::SQS::Queue jobs']);
  });

  test('a metric of another account is about a resource of that account', () => {
    const parsed = parse(withMetrics(metric('AWS/SQS', { QueueName: 'jobs' }, { accountId: '444455556666' })));
    expect(parsed.signals[0]?.signal.resource.account).toBe('444455556666');
  });

  test('the message of a composite alarm, which has no trigger, is the same event', () => {
    const { Trigger: _, ...bare } = message;
    const composite = { ...bare, AlarmRule: 'ALARM(a) OR ALARM(b)', TriggeringChildren: [] };
    expect(parse(composite).signals).toMatchObject([
      {
        signal: { rank: 'reported', resource: { type: 'AWS::CloudWatch::Alarm', id: 'web-1-status' } },
        event: { detail: { configuration: { alarmRule: 'ALARM(a) OR ALARM(b)' }, state: { value: 'ALARM' } } },
      },
    ]);
  });

  test('a composite alarm is about itself', () => {
    expect(about({ ...sample, detail: { ...detail, configuration: { alarmRule: 'ALARM(a) OR ALARM(b)' } } })).toEqual([
      'AWS::CloudWatch::Alarm web-1-status',
    ]);
  });
});

test('an alarm without account, region or name is dropped with the reason', () => {
  const unfilled = [
    { ...message, AWSAccountId: 'EXAMPLE', AlarmArn: 'arn:aws:cloudwatch:eu-west-1:ACCOUNT:alarm:x' },
    { ...message, AlarmArn: 'arn:aws:cloudwatch:REGION:111122223333:alarm:x' },
    { ...sample, resources: [], detail: {} },
  ];
  expect(unfilled.map((document) => parse(document).drops[0]?.because)).toEqual(['no-account', 'no-region', 'no-resource']);
});

test('an alarm that is its own resource keeps the ARN that AWS gave it', () => {
  const said = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:as-sent';
  const document = { ...sample, resources: [said], detail: { ...detail, configuration: {} } };
  expect(parse(document).signals[0]?.signal.resource).toMatchObject({ id: 'web-1-status', arn: said });
});
