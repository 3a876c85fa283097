import { expect, test } from 'vitest';
import { anyResource } from './any-resource.ts';

test.each([
  ['arn:aws:ec2:eu-west-1:111122223333:volume/vol-1', 'AWS::EC2::Volume', 'vol-1'],
  ['arn:aws:batch:eu-west-1:111122223333:job-definition/nightly:3', 'AWS::Batch::JobDefinition', 'nightly:3'],
  ['arn:aws:dms:eu-west-1:111122223333:task:ABC', 'AWS::DMS::Task', 'ABC'],
  ['arn:aws:sagemaker:eu-west-1:111122223333:hyper-parameter-tuning-job/x', 'AWS::SageMaker::HyperParameterTuningJob', 'x'],
  ['arn:aws:sms:eu-west-1:111122223333:sms-job-1', 'AWS::SMS::Resource', 'sms-job-1'],
])('%s is %s %s', (arn, type, id) => {
  expect(anyResource(arn)).toMatchObject({ type, id, account: '111122223333', region: 'eu-west-1' });
});

test('what is no ARN names nothing, and a placeholder for an account is none', () => {
  expect(['auto-scaling-group-arn', '', 'arn:aws:sms', 'arn:aws:SERVICE:eu-west-1:111122223333:x/y'].map(anyResource)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(anyResource('arn:aws:batch:REGION:ACCOUNT:job/x')).toEqual({
    type: 'AWS::Batch::Job',
    id: 'x',
    arn: 'arn:aws:batch:REGION:ACCOUNT:job/x',
  });
});
