import { describe, expect, it } from 'vitest';
import { effectOf } from './effect.ts';

describe('effectOf', () => {
  it.each([
    ['s3', 'DeleteBucketPolicy', 'write'],
    ['ec2', 'StopInstances', 'write'],
    ['ec2', 'ResetImageAttribute', 'write'],
    ['ssm', 'SendCommand', 'write'],
    ['sfn', 'StartExecution', 'write'],
    ['cloudtrail', 'StopLogging', 'write'],
    ['sqs', 'PurgeQueue', 'write'],
    ['ses', 'VerifyEmailIdentity', 'write'],
    ['license-manager', 'CheckoutLicense', 'write'],
    ['kms', 'VerifyMac', 'read'],
    ['ec2', 'DescribeInstances', 'read'],
    ['iam', 'GetUser', 'read'],
    ['sts', 'GetCallerIdentity', 'read'],
    ['sts', 'GetSessionToken', 'read'],
    ['kms', 'GenerateDataKeyWithoutPlaintext', 'read'],
    ['sts', 'AssumeRoleWithWebIdentity', 'session'],
    ['s3', 'PutObject', 'data-write'],
    ['s3', 'DeleteObjects', 'data-write'],
    ['dynamodb', 'UpdateItem', 'data-write'],
    ['dynamodb', 'UpdateTable', 'write'],
    ['dynamodb', 'Query', 'data-read'],
    ['sqs', 'ReceiveMessage', 'data-read'],
    ['logs', 'PutLogEvents', 'data-write'],
    ['logs', 'PutRetentionPolicy', 'write'],
    ['cloudwatch', 'PutMetricData', 'data-write'],
    ['cloudwatch', 'SetAlarmState', 'write'],
    ['mq', 'DELETE /v1/brokers/b', 'write'],
    ['mq', 'GET /v1/brokers', 'read'],
  ])('%s:%s is a %s', (service, operation, effect) => {
    expect(effectOf(service, operation)).toBe(effect);
  });
});
