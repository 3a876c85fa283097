import type { JsonObject } from '#domain/json.ts';
import { sha256 } from '#domain/json.ts';
import { textAt } from './fields.ts';
import { ownEvent } from './own-event.ts';

/** What the notification types of SNS are called in EventBridge (docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html). */
const detailTypes: Readonly<Record<string, string>> = {
  'autoscaling:EC2_INSTANCE_LAUNCH': 'EC2 Instance Launch Successful',
  'autoscaling:EC2_INSTANCE_LAUNCH_ERROR': 'EC2 Instance Launch Unsuccessful',
  'autoscaling:EC2_INSTANCE_TERMINATE': 'EC2 Instance Terminate Successful',
  'autoscaling:EC2_INSTANCE_TERMINATE_ERROR': 'EC2 Instance Terminate Unsuccessful',
  'autoscaling:EC2_INSTANCE_LAUNCHING': 'EC2 Instance-launch Lifecycle Action',
  'autoscaling:EC2_INSTANCE_TERMINATING': 'EC2 Instance-terminate Lifecycle Action',
};

/** Any form of what Auto Scaling says (EventBridge, SNS message) in the shape that EventBridge has; nothing for another document. */
export function autoScalingEvent(document: JsonObject, topic?: string): JsonObject | undefined {
  if ('detail-type' in document) return ownEvent(document, 'autoscaling') === undefined ? undefined : document;
  const type = detailTypes[textAt(document, 'Event') ?? textAt(document, 'LifecycleTransition') ?? ''];
  return type === undefined || textAt(document, 'AutoScalingGroupName') === undefined ? undefined : fromMessage(document, type, topic);
}

/** The message of a lifecycle hook names no region: the topic tells, which is in the same one. Out of a queue it is dropped for that reason. */
function fromMessage(message: JsonObject, type: string, topic: string | undefined): JsonObject {
  const arn = textAt(message, 'AutoScalingGroupARN');
  return {
    version: '0',
    id: textAt(message, 'ActivityId') ?? textAt(message, 'LifecycleActionToken') ?? sha256(JSON.stringify(message)).slice(0, 32),
    'detail-type': type,
    source: 'aws.autoscaling',
    account: message['AccountId'] ?? arn?.split(':')[4] ?? '',
    region: (arn ?? topic)?.split(':')[3] ?? '',
    time: message['Time'] ?? '',
    resources: arn === undefined ? [] : [arn],
    detail: message,
  };
}
