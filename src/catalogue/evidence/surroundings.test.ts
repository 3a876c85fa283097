import { describe, expect, test } from 'vitest';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Peek } from '#ports/surroundings.ts';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { surroundings, surroundingsOf } from './surroundings.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const arn = (rest: string): string => `arn:aws:${rest}`;
const at = new Date('2026-11-20T03:00:00Z');
const ref = (type: string, id: string): ResourceRef => ({ type, id, ...site });

/** An AWS with one of everything that is looked at; notes what was read. */
function world() {
  const read = new Set<string>();
  const cloud = scriptedCloud()
    .on('ec2', 'describeInstances', () => ({
      Reservations: [
        {
          Instances: [
            {
              InstanceId: 'i-1',
              ImageId: 'ami-1',
              LaunchTime: at,
              SecurityGroups: [{ GroupId: 'sg-1' }],
              IamInstanceProfile: { Arn: arn('iam::123456789012:instance-profile/web') },
              SubnetId: 'subnet-1',
              State: { Name: 'stopped' as const },
              StateTransitionReason: 'User initiated',
            },
          ],
        },
      ],
    }))
    .on('ec2', 'describeNetworkInterfaces', () => ({
      NetworkInterfaces: [
        { VpcId: 'vpc-1', Attachment: { InstanceId: 'i-1' }, Association: { PublicIp: '198.51.100.7' } },
        { VpcId: 'vpc-1' },
      ],
    }))
    .on('lambda', 'getFunctionConfiguration', () => ({
      Role: arn('iam::123456789012:role/service/mailer'),
      LastModified: '2026-11-20T03:00:00.000+0000',
      LoggingConfig: { LogGroup: '/own/group' },
      Environment: { Variables: { DB: 'hunter2' } },
    }))
    .on('lambda', 'listVersionsByFunction', () => ({
      Versions: [{ Version: '$LATEST' }, { Version: '1' }, { Version: '2', LastModified: '2026-11-20T03:00:00.000+0000' }],
    }))
    .on('ecs', 'describeServices', () => ({
      services: [
        {
          taskDefinition: arn('ecs:eu-west-1:123456789012:task-definition/web:42'),
          deployments: [
            {
              status: 'PRIMARY',
              rolloutState: 'IN_PROGRESS' as const,
              taskDefinition: arn('ecs:eu-west-1:123456789012:task-definition/web:42'),
              desiredCount: 2,
              runningCount: 0,
              failedTasks: 3,
              createdAt: at,
            },
          ],
          events: [{ createdAt: at, message: 'unable to place a task' }],
        },
      ],
    }))
    .on('ecs', 'describeTaskDefinition', () => ({
      taskDefinition: {
        taskRoleArn: arn('iam::123456789012:role/web'),
        containerDefinitions: [{ logConfiguration: { logDriver: 'awslogs' as const, options: { 'awslogs-group': '/ecs/web' } } }],
      },
    }))
    .on('rds', 'describeDBInstances', () => ({
      DBInstances: [{ DBInstanceStatus: 'available', VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-9' }] }],
    }))
    .on('autoscaling', 'describeAutoScalingGroups', () => ({
      AutoScalingGroups: [
        {
          AutoScalingGroupName: 'web',
          MinSize: 0,
          MaxSize: 1,
          DesiredCapacity: 1,
          DefaultCooldown: 1,
          AvailabilityZones: [],
          HealthCheckType: 'EC2',
          CreatedTime: at,
          TargetGroupARNs: ['tg'],
        },
      ],
    }))
    .on('autoscaling', 'describeScalingActivities', () => ({
      Activities: [
        {
          ActivityId: 'a',
          AutoScalingGroupName: 'web',
          Cause: 'a rule',
          StartTime: at,
          StatusCode: 'Failed' as const,
          StatusMessage: 'no capacity',
          Description: 'Launching',
        },
      ],
    }))
    .on('apigateway', 'getStage', () => ({
      deploymentId: 'd1',
      lastUpdatedDate: at,
      accessLogSettings: { destinationArn: arn('logs:eu-west-1:123456789012:log-group:api-access') },
    }))
    .on('iam', 'listAttachedRolePolicies', () => ({ AttachedPolicies: [{ PolicyArn: arn('iam::aws:policy/ReadOnlyAccess') }] }))
    .on('iam', 'listAttachedUserPolicies', () => ({ AttachedPolicies: [] }))
    .on('iam', 'listGroupsForUser', () => ({ Groups: [{ GroupName: 'admins', Path: '/', GroupId: 'g', Arn: 'a', CreateDate: at }] }));
  const reader = cloud.reader(site);
  const peek: Peek = (service, operation, input) => {
    read.add(`${service}.${operation}`);
    return reader.peek(service, operation, input, { signal: new AbortController().signal, since: 0 });
  };
  return { peek, read };
}

const ids: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Stage': 'api1|prod',
  'AWS::ECS::Service': 'shop|web',
  'AWS::Events::Rule': 'bus|nightly',
  'AWS::SNS::Topic': 'arn:aws:sns:eu-west-1:123456789012:alerts',
};

describe.each(Object.entries(surroundings))('%s', (type, { reads }) => {
  test('reads what it declares and nothing else, and finds only what has a name', async () => {
    const { peek, read } = world();
    const found = await surroundingsOf(ref(type, ids[type] ?? 'one')).look?.(peek);
    expect([...read].toSorted()).toEqual(reads.map(({ service, operation }) => `${service}.${operation}`).toSorted());
    for (const { id, as } of found?.neighbours ?? []) expect([id, as]).not.toContain('');
  });
});

test('a service of ECS: its rollout with what failed, its log group, its role', async () => {
  const found = await surroundingsOf(ref('AWS::ECS::Service', 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop|web')).look?.(world().peek);
  expect(found).toMatchObject({
    deployments: [{ at: at.getTime(), what: 'web 42 is PRIMARY, rollout IN_PROGRESS: 0 of 2 tasks run, 3 failed' }],
    logGroups: ['/ecs/web'],
    notes: [{ message: 'unable to place a task' }],
  });
  expect(found?.neighbours).toContainEqual({ type: 'AWS::IAM::Role', as: 'its role', id: 'web' });
});

test('a function: its newest versions first, its own log group, and never its environment', async () => {
  const found = await surroundingsOf(ref('AWS::Lambda::Function', 'mailer')).look?.(world().peek);
  expect(found?.deployments.map(({ what }) => what)).toEqual([
    'its code or configuration was last changed (image)',
    'version 2 was published',
    'version 1 was published',
  ]);
  expect(found?.logGroups).toEqual(['/own/group']);
  expect(JSON.stringify(found)).not.toContain('hunter2');
});

test('names, dimensions and ids are those that AWS uses', () => {
  expect(surroundingsOf(ref('AWS::ECS::Service', 'shop|web'))).toMatchObject({
    names: ['web'],
    metrics: [{ namespace: 'AWS/ECS', dimensions: { ClusterName: 'shop', ServiceName: 'web' } }, {}],
    healthService: 'ECS',
  });
  expect(surroundingsOf(ref('AWS::SQS::Queue', 'orders')).configId).toBe('https://sqs.eu-west-1.amazonaws.com/123456789012/orders');
  expect(surroundingsOf(ref('AWS::SNS::Topic', 'alerts')).configId).toBe('arn:aws:sns:eu-west-1:123456789012:alerts');
  expect(surroundingsOf(ref('AWS::RDS::DBInstance', 'shop')).configId).toBeUndefined();
  expect(surroundingsOf(ref('AWS::::Account', '123456789012'))).toMatchObject({
    names: ['123456789012'],
    healthService: undefined,
    configId: undefined,
  });
});

test('a type that nobody wrote down is known by its name', () => {
  expect(surroundingsOf(ref('AWS::Kinesis::Stream', 'clicks'))).toEqual({
    names: ['clicks'],
    metrics: [],
    logGroups: [],
    healthService: 'KINESIS',
    configId: 'clicks',
  });
});
