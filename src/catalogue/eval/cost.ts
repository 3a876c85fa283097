import type { Cases } from './eval-case.ts';
import { alarmed, called, told } from './event-of.ts';

const nothing = { action: 'none', alone: false } as const;
const group = { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { AutoScalingGroupName: 'web' } };
const instance = { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { InstanceId: 'i-0abc1234def567890' } };
const alarm = { ringing: true, ofGroup: true, scales: false };
const dev = { environment: 'dev' };

/** Load, capacity and money. */
export const cost: Cases = {
  'group-under-load': {
    story: 'A group of small instances is at its limit, and has room to grow cheaply.',
    event: alarmed('web-group-cpu', group),
    state: { size: { desired: 1, max: 4 }, inService: 1, launches: true, deleting: false, instanceType: 't3.micro', alarm },
    tags: dev,
    right: {
      class: 'failure',
      cause: ['cpu|alarm'],
      action: 'autoscaling.scale-out',
      alone: true,
      runbooks: ['too-much-load', 'autoscaling.scale-out'],
    },
  },
  'group-of-large-instances-under-load': {
    story: 'One more of these instances costs hundreds a month: a person says yes first.',
    event: alarmed('web-group-cpu', group),
    state: { size: { desired: 2, max: 4 }, inService: 2, launches: true, deleting: false, instanceType: 'm5.4xlarge', alarm },
    tags: dev,
    right: {
      class: 'failure',
      cause: ['cpu|alarm'],
      action: 'autoscaling.scale-out',
      alone: false,
      runbooks: ['too-much-load', 'autoscaling.scale-out'],
    },
  },
  'group-at-its-maximum': {
    story: 'The group is as large as its owners allow.',
    event: alarmed('web-group-cpu', group),
    state: { size: { desired: 4, max: 4 }, inService: 4, launches: true, deleting: false, instanceType: 't3.micro', alarm },
    right: {
      ...nothing,
      class: 'failure',
      cause: ['cpu|alarm'],
      forbidden: ['autoscaling.scale-out'],
      runbooks: ['too-much-load', 'autoscaling.scale-out'],
    },
  },
  'group-scales-by-itself': {
    story: 'A scaling policy hangs on the alarm already.',
    event: alarmed('web-group-cpu', group),
    state: {
      size: { desired: 1, max: 4 },
      inService: 1,
      launches: true,
      deleting: false,
      instanceType: 't3.micro',
      alarm: { ...alarm, scales: true },
    },
    right: {
      ...nothing,
      class: 'failure',
      cause: ['cpu|alarm'],
      forbidden: ['autoscaling.scale-out'],
      runbooks: ['too-much-load', 'autoscaling.scale-out'],
    },
  },
  'load-is-over': {
    story: 'The load is over.',
    event: alarmed('web-group-cpu', group),
    state: {
      size: { desired: 1, max: 4 },
      inService: 1,
      launches: true,
      deleting: false,
      instanceType: 't3.micro',
      alarm: { ...alarm, ringing: false },
    },
    right: {
      ...nothing,
      class: 'failure',
      cause: ['cpu|alarm'],
      forbidden: ['autoscaling.scale-out'],
      runbooks: ['too-much-load', 'autoscaling.scale-out'],
    },
  },
  'instance-busy': {
    story: 'An instance is busy for five minutes, as it is every night.',
    event: alarmed('web-1-cpu', instance),
    right: { ...nothing, class: 'failure', cause: ['cpu'], runbooks: ['too-much-load', 'ec2.resize-instance'] },
  },
  'table-throttled': {
    story: 'More is written to a table than its owners pay for.',
    event: alarmed('orders-throttled', {
      namespace: 'AWS/DynamoDB',
      name: 'ThrottledRequests',
      dimensions: { TableName: 'orders', Operation: 'PutItem' },
    }),
    right: { ...nothing, class: 'failure', cause: ['throttled'], runbooks: ['too-much-load'] },
  },
  'spot-instance-taken-back': {
    story: 'AWS takes a Spot Instance back, as it may.',
    event: told('ec2', 'EC2 Spot Instance Interruption Warning', { 'instance-id': 'i-0abc1234def567890', 'instance-action': 'terminate' }),
    right: { ...nothing, class: 'failure', cause: ['spot'], runbooks: ['group-not-replacing', 'instance-down', 'too-much-load'] },
  },
  'gpu-fleet-launched': {
    story: 'The stolen key launches eight machines with graphics cards: somebody mines at our cost.',
    event: called(
      'ec2',
      'RunInstances',
      { instancesSet: { items: [{ imageId: 'ami-0abc1234def567890', minCount: 8, maxCount: 8 }] }, instanceType: 'p4d.24xlarge' },
      { by: 'stolenKey', answer: { instancesSet: { items: [{ instanceId: 'i-0abc1234def567890' }] } } },
    ),
    right: {
      ...nothing,
      class: 'tampering',
      cause: ['instance'],
      runbooks: ['unexpected-bill', 'leaked-access-key', 'compromised-instance'],
    },
  },
  'small-instance-launched': {
    story: 'The pipeline launches a small machine: ordinary work.',
    event: called(
      'ec2',
      'RunInstances',
      { instancesSet: { items: [{ imageId: 'ami-0abc1234def567890', minCount: 1, maxCount: 1 }] }, instanceType: 't3.micro' },
      { by: 'deploy', answer: { instancesSet: { items: [{ instanceId: 'i-0abc1234def567890' }] } } },
    ),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['unexpected-bill'] },
  },
};
