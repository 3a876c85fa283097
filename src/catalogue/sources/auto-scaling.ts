import { defineSource } from '#catalogue/define-source.ts';
import { autoScalingEvent } from './auto-scaling-event.ts';
import { textAt } from './fields.ts';
import { listedResources, reading } from './reading.ts';
import { namedResource } from './resource-name.ts';

/** What EC2 Auto Scaling does and fails to do: always about the group, which outlives its instances. */
export const autoScaling = defineSource({
  id: 'auto-scaling',
  title: 'Amazon EC2 Auto Scaling: launches, terminations, lifecycle actions and instance refreshes',
  sample: {
    version: '0',
    id: '5f0c7d1e-2a3b-4c5d-8e6f-7a8b9c0d1e2f',
    'detail-type': 'EC2 Instance Launch Unsuccessful',
    source: 'aws.autoscaling',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: [
      'arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:9d8c7b6a-5f4e-4d3c-8b2a-1f0e9d8c7b6a:autoScalingGroupName/web',
    ],
    detail: {
      StatusCode: 'Failed',
      AutoScalingGroupName: 'web',
      ActivityId: '2b1c0d9e-8f7a-4b6c-9d5e-4f3a2b1c0d9e',
      Details: { 'Availability Zone': 'eu-west-1a', 'Subnet ID': 'subnet-0abc1234def567890' },
      RequestId: '2b1c0d9e-8f7a-4b6c-9d5e-4f3a2b1c0d9e',
      StatusMessage: 'We currently do not have sufficient capacity in the Availability Zone you requested. Launching EC2 instance failed.',
      StartTime: '2026-11-20T08:59:40Z',
      EndTime: '2026-11-20T08:59:55Z',
      EC2InstanceId: '',
      Cause: 'At 2026-11-20T08:59:38Z an instance was started in response to a difference between desired and actual capacity.',
    },
  },
  recognises: (document) => autoScalingEvent(document) !== undefined,
  read(document, receivedAt, topic) {
    const event = autoScalingEvent(document, topic) ?? {};
    const what = textAt(event, 'detail-type') ?? 'an event of Auto Scaling';
    const group = namedResource('AWS::AutoScaling::AutoScalingGroup', textAt(event, 'detail', 'AutoScalingGroupName') ?? '');
    const [listed] = listedResources(event).filter(({ type }) => type === 'AWS::AutoScaling::AutoScalingGroup');
    const found = listed ?? group;
    return reading(event, receivedAt, {
      what,
      title: `Auto Scaling: ${what} in ${found?.id ?? 'a group without a name'}`,
      found: found === undefined ? [] : [found],
      at: [textAt(event, 'detail', 'EndTime')],
    });
  },
});
