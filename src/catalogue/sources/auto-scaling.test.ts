import { expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { autoScaling } from './auto-scaling.ts';

const parse = (document: JsonObject) => autoScaling.parse(document, 1234, { trusted: true });
const arn = 'arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:9d8c7b6a:autoScalingGroupName/web';
const message: JsonObject = {
  Service: 'AWS Auto Scaling',
  Time: '2026-11-20T09:00:00.000Z',
  AccountId: '111122223333',
  Event: 'autoscaling:EC2_INSTANCE_LAUNCH_ERROR',
  AutoScalingGroupName: 'web',
  AutoScalingGroupARN: arn,
  ActivityId: '2b1c0d9e',
  StatusCode: 'Failed',
};

test('a failed launch is an attested signal about the group', () => {
  expect(parse(autoScaling.sample).signals[0]?.signal).toMatchObject({
    id: '5f0c7d1e-2a3b-4c5d-8e6f-7a8b9c0d1e2f',
    source: 'auto-scaling',
    rank: 'attested',
    title: 'Auto Scaling: EC2 Instance Launch Unsuccessful in web',
    at: Date.parse('2026-11-20T08:59:55Z'),
    resource: { type: 'AWS::AutoScaling::AutoScalingGroup', id: 'web', account: '111122223333', region: 'eu-west-1' },
  });
});

test.each([
  'EC2 Instance Launch Successful',
  'EC2 Instance Terminate Successful',
  'EC2 Instance Terminate Unsuccessful',
  'EC2 Instance-launch Lifecycle Action',
  'EC2 Instance-terminate Lifecycle Action',
  'EC2 Auto Scaling Instance Refresh Failed',
])('"%s" is about the group, not about one of its instances', (type) => {
  const resources = [arn, 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc1234def567890'];
  const parsed = parse({ ...autoScaling.sample, 'detail-type': type, resources });
  expect(parsed.signals.map(({ signal: { resource } }) => `${resource.type} ${resource.id}`)).toEqual([
    'AWS::AutoScaling::AutoScalingGroup web',
  ]);
});

test('the message of SNS is the same event, only reported', () => {
  expect(parse(message)).toMatchObject({
    drops: [],
    signals: [
      {
        signal: {
          rank: 'reported',
          at: Date.parse('2026-11-20T09:00:00Z'),
          resource: { id: 'web', account: '111122223333', region: 'eu-west-1' },
        },
        event: { source: 'aws.autoscaling', 'detail-type': 'EC2 Instance Launch Unsuccessful', detail: message },
      },
    ],
  });
});

test('the message of a lifecycle hook says nothing about the region', () => {
  const { AutoScalingGroupARN: _, Event: __, ...hook } = message;
  expect(parse({ ...hook, LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING' }).drops).toMatchObject([{ because: 'no-region' }]);
});

test('an event without a group is dropped; a test notification, a call and a made-up envelope are not recognised', () => {
  expect(parse({ ...autoScaling.sample, detail: {}, resources: [] }).drops).toMatchObject([{ because: 'no-resource' }]);
  const others = [
    { ...message, Event: 'autoscaling:TEST_NOTIFICATION' },
    { ...autoScaling.sample, 'detail-type': 'AWS API Call via CloudTrail' },
    { ...autoScaling.sample, source: 'my.app' },
  ];
  expect(others.map(autoScaling.recognises)).toEqual([false, false, false]);
});
