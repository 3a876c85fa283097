import { describe, expect, test } from 'vitest';
import { knownResources } from './known-resources.ts';
import { namedResource, resourceOfArn, resourceRef } from './resource-name.ts';

const place = { account: '111122223333', region: 'eu-west-1', partition: 'aws' };

describe('ARNs', () => {
  test.each([
    ['arn:aws:s3:::invoices/2026/11.pdf', 'AWS::S3::Bucket', 'invoices'],
    ['arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1', 'AWS::EC2::SecurityGroup', 'sg-1'],
    ['arn:aws:iam::111122223333:role/service/team/reader', 'AWS::IAM::Role', 'reader'],
    ['arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/by-day', 'AWS::DynamoDB::Table', 'orders'],
    ['arn:aws:lambda:eu-west-1:111122223333:function:mail:live', 'AWS::Lambda::Function', 'mail'],
    ['arn:aws:ssm:eu-west-1:111122223333:parameter/shop/host', 'AWS::SSM::Parameter', '/shop/host'],
    ['arn:aws:ssm:eu-west-1:111122223333:parameter/host', 'AWS::SSM::Parameter', 'host'],
    ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/key-a1B2c3', 'AWS::SecretsManager::Secret', 'shop/key'],
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/mail:*', 'AWS::Logs::LogGroup', '/aws/lambda/mail'],
    ['arn:aws:sqs:eu-west-1:111122223333:jobs', 'AWS::SQS::Queue', 'jobs'],
    ['arn:aws:sns:eu-west-1:111122223333:alarms:5b0c', 'AWS::SNS::Topic', 'alarms'],
    ['arn:aws:events:eu-west-1:111122223333:rule/default/nightly', 'AWS::Events::Rule', 'nightly'],
    ['arn:aws:events:eu-west-1:111122223333:rule/bus/nightly', 'AWS::Events::Rule', 'bus|nightly'],
    ['arn:aws:ecs:eu-west-1:111122223333:service/web/api', 'AWS::ECS::Service', 'web|api'],
    ['arn:aws:ecs:eu-west-1:111122223333:task/web/0a1b', 'AWS::ECS::Task', 'web|0a1b'],
    ['arn:aws:ecs:eu-west-1:111122223333:task-definition/api:7', 'AWS::ECS::TaskDefinition', 'api'],
    ['arn:aws:ssm:eu-west-1:111122223333:automation-definition/PatchWeb:3', 'AWS::SSM::Document', 'PatchWeb'],
    ['arn:aws:glue:eu-west-1:111122223333:table/shop/orders', 'AWS::Glue::Table', 'shop|orders'],
    [
      'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/0a',
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'app/web/0a',
    ],
    ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/old', 'AWS::ElasticLoadBalancing::LoadBalancer', 'old'],
    [
      'arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:5b0c:autoScalingGroupName/web',
      'AWS::AutoScaling::AutoScalingGroup',
      'web',
    ],
    ['arn:aws:apigateway:eu-west-1::/restapis/a1/stages/live', 'AWS::ApiGateway::Stage', 'a1|live'],
    ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:cpu: high', 'AWS::CloudWatch::Alarm', 'cpu: high'],
  ])('%s is %s %s', (arn, type, id) => {
    expect(resourceOfArn(arn)).toMatchObject({ type, id, arn });
  });

  test('what is no ARN, or one of a kind that we do not know, names nothing', () => {
    expect(['', 'invoices', 'arn:aws:s3', 'arn:aws:quicksight:eu-west-1:111122223333:dashboard/a'].map(resourceOfArn)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('account and region of the ARN win over those of the event; placeholders do not', () => {
    const other = resourceOfArn('arn:aws:sqs:us-east-2:444455556666:jobs');
    const unfilled = resourceOfArn('arn:aws:sqs:REGION:ACCOUNT:jobs');
    expect(other && resourceRef(other, place)).toMatchObject({ account: '444455556666', region: 'us-east-2' });
    expect(unfilled && resourceRef(unfilled, place)).toMatchObject({ account: '111122223333', region: 'eu-west-1' });
  });
});

describe('names', () => {
  test('a name, an ARN and a URL of one resource are one id', () => {
    expect(
      ['jobs', 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs', 'arn:aws:sqs:eu-west-1:111122223333:jobs'].map(
        (text) => namedResource('AWS::SQS::Queue', text)?.id,
      ),
    ).toEqual(['jobs', 'jobs', 'jobs']);
    expect(
      ['mail', 'mail:live', '111122223333:function:mail', 'arn:aws:lambda:eu-west-1:111122223333:function:mail'].map(
        (text) => namedResource('AWS::Lambda::Function', text)?.id,
      ),
    ).toEqual(['mail', 'mail', 'mail', 'mail']);
  });

  test('a key is not known by its alias, and an ARN of another kind names nothing', () => {
    expect(namedResource('AWS::KMS::Key', 'alias/shop')).toBeUndefined();
    expect(namedResource('AWS::S3::Bucket', 'arn:aws:sqs:eu-west-1:111122223333:jobs')).toBeUndefined();
  });

  test('resources of services without regions are in the region "global"', () => {
    expect(resourceRef({ type: 'AWS::IAM::User', id: 'anna' }, place).region).toBe('global');
    expect(resourceRef({ type: 'AWS::S3::Bucket', id: 'invoices' }, place).region).toBe('eu-west-1');
  });

  test('every kind has a type that a signal may carry and a place where it is named', () => {
    for (const { type, at, arn } of knownResources) {
      expect(type).toMatch(/^AWS::\w+::\w+$/);
      expect(arn[0]).not.toBe('');
      expect(at.join('')).not.toBe('');
    }
  });
});
