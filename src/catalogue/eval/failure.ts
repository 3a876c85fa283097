import type { Cases } from './eval-case.ts';
import { alarmed, called, instanceIs, told } from './event-of.ts';

const nothing = { action: 'none', alone: false } as const;
const instance = { InstanceId: 'i-0abc1234def567890' };
const status = { namespace: 'AWS/EC2', name: 'StatusCheckFailed_Instance', dimensions: instance, period: 60 };
const disk = { namespace: 'CWAgent', name: 'disk_used_percent', dimensions: { ...instance, path: '/', fstype: 'xfs' } };
const dev = { environment: 'dev' };
const ours = { ours: true, version: '1', hash: '4f1c2b' };

/** What broke. */
export const failure: Cases = {
  'instance-check-fails': {
    story: 'The kernel of a web server hangs; AWS says so in the instance status check.',
    event: alarmed('web-1-status', status),
    state: { state: 'running', instanceCheck: 'impaired', systemCheck: 'ok' },
    tags: dev,
    right: {
      class: 'failure',
      cause: ['status check'],
      action: 'ec2.reboot-instance',
      alone: true,
      runbooks: ['instance-down', 'ec2.reboot-instance'],
    },
  },
  'instance-came-back': {
    story: 'The instance has recovered since the alarm.',
    event: alarmed('web-1-status', status),
    state: { state: 'running', instanceCheck: 'ok', systemCheck: 'ok' },
    right: {
      ...nothing,
      class: 'failure',
      cause: ['status check'],
      forbidden: ['ec2.reboot-instance'],
      runbooks: ['instance-down', 'ec2.reboot-instance'],
    },
  },
  'instance-of-a-group': {
    story: 'The instance belongs to an Auto Scaling group, which replaces it by itself.',
    event: alarmed('web-1-status', status),
    state: { state: 'running', instanceCheck: 'impaired', systemCheck: 'ok', autoScalingGroup: 'web' },
    right: {
      ...nothing,
      class: 'failure',
      cause: ['status check'],
      forbidden: ['ec2.reboot-instance'],
      runbooks: ['instance-down', 'ec2.reboot-instance'],
    },
  },
  'alarm-went-out': {
    story: 'The alarm is over.',
    event: alarmed('web-1-status', status, 'OK'),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['instance-down', 'ec2.reboot-instance'] },
  },
  'host-fails': {
    story: "AWS's own machine under the instance is broken: only stopping and starting moves it.",
    event: alarmed('web-1-host', { ...status, name: 'StatusCheckFailed_System' }),
    state: { state: 'running', systemCheck: 'impaired', instanceCheck: 'ok', onEbs: true, ownDisks: false },
    tags: dev,
    right: {
      class: 'failure',
      cause: ['host'],
      action: 'ssm.run-automation',
      alone: true,
      forbidden: ['ec2.reboot-instance'],
      runbooks: ['instance-down', 'ssm.run-automation'],
    },
  },
  'instance-stopped': {
    story: 'Somebody stopped an instance that should run.',
    event: instanceIs('stopped'),
    state: { state: 'stopped', type: 't3.micro' },
    tags: { ...dev, 'selfheal:guarded': 'true' },
    right: {
      class: 'failure',
      cause: ['stopped'],
      action: 'ec2.start-instance',
      alone: true,
      runbooks: ['instance-down', 'ec2.start-instance'],
    },
  },
  'instance-stopped-at-night': {
    story: 'Test machines are stopped at night, as their owners say in the policy.',
    event: instanceIs('stopped'),
    state: { state: 'stopped', type: 't3.micro' },
    tags: { ...dev, schedule: 'office-hours' },
    policy:
      'exceptions: [{ match: { resource: "AWS::EC2::Instance", tag: { schedule: office-hours } }, owner: platform, reason: stopped at night, until: 2027-01-01 }]',
    right: {
      ...nothing,
      class: 'failure',
      cause: ['stopped'],
      forbidden: ['ec2.start-instance'],
      runbooks: ['instance-down', 'ec2.start-instance'],
    },
  },
  'disk-full': {
    story: 'The journal of a web server fills its disk; what is deleted is gone, so a person says yes.',
    event: alarmed('web-1-disk', disk),
    state: { online: true, platform: 'Linux', document: ours, alarm: { ringing: true, ofInstance: true } },
    tags: dev,
    right: { class: 'failure', cause: ['disk'], action: 'ssm.clean-disk', alone: false, runbooks: ['disk-full', 'ssm.clean-disk'] },
  },
  'disk-has-room-again': {
    story: 'Somebody has made room since.',
    event: alarmed('web-1-disk', disk),
    state: { online: true, platform: 'Linux', document: ours, alarm: { ringing: false, ofInstance: true } },
    right: { ...nothing, class: 'failure', cause: ['disk'], runbooks: ['disk-full', 'ssm.clean-disk'] },
  },
  'function-throttled-to-zero': {
    story: 'The reserved concurrency of a function was set to zero: it cannot run at all.',
    event: called('lambda', 'PutFunctionConcurrency20171031', { functionName: 'order-intake', reservedConcurrentExecutions: 0 }),
    state: { limit: { reserved: 0 } },
    tags: dev,
    right: {
      class: 'failure',
      cause: ['concurrency'],
      action: 'lambda.restore-concurrency',
      alone: true,
      runbooks: ['function-not-running', 'lambda.restore-concurrency'],
    },
  },
  'service-scaled-to-zero': {
    story: 'A service was scaled to zero by hand; five tasks were recorded as good.',
    event: called('ecs', 'UpdateService', { cluster: 'shop', service: 'web', desiredCount: 0 }),
    state: { tasks: { desired: 0, running: 0 }, draining: false, controller: 'ECS', daemon: false, recorded: 5 },
    tags: dev,
    right: {
      class: 'failure',
      cause: ['zero|no task'],
      action: 'ecs.restore-desired-count',
      alone: true,
      runbooks: ['containers-not-running', 'ecs.restore-desired-count'],
    },
  },
  'group-scaled-to-zero-by-plan': {
    story: 'A scheduled action takes the group to zero in the evening: that is its plan.',
    event: called('autoscaling', 'UpdateAutoScalingGroup', { autoScalingGroupName: 'web', minSize: 0, maxSize: 0, desiredCapacity: 0 }),
    state: {
      size: { min: 0, max: 0, desired: 0 },
      inService: 0,
      launches: true,
      scheduledToZero: true,
      deleting: false,
      recorded: { min: 2, max: 6, desired: 3 },
    },
    right: {
      ...nothing,
      class: 'failure',
      cause: ['no instance|zero'],
      forbidden: ['autoscaling.set-desired-capacity'],
      runbooks: ['group-not-replacing', 'autoscaling.set-desired-capacity'],
    },
  },
  'default-route-deleted': {
    story: 'The way to the internet was deleted from the route table of the web servers.',
    event: called('ec2', 'DeleteRoute', { routeTableId: 'rtb-0abc1234def567890', destinationCidrBlock: '0.0.0.0/0' }),
    state: { vpc: 'vpc-1', routes: [], recorded: [{ destination: '0.0.0.0/0', by: 'GatewayId', target: 'igw-0abc' }], unusable: [] },
    tags: dev,
    right: {
      class: 'failure',
      cause: ['route'],
      action: 'ec2.restore-default-route',
      alone: true,
      runbooks: ['network-path-lost', 'ec2.restore-default-route'],
    },
  },
  'database-stopped': {
    story: 'A database instance was stopped.',
    event: called('rds', 'StopDBInstance', { dBInstanceIdentifier: 'orders' }),
    state: { status: 'stopped' },
    tags: dev,
    right: {
      class: 'failure',
      cause: ['stopped'],
      action: 'rds.start-instance',
      alone: true,
      runbooks: ['database-unreachable', 'rds.start-instance'],
    },
  },
  'database-out-of-storage': {
    story: 'A database has used up its storage; how much more to buy, people decide.',
    event: told('rds', 'RDS DB Instance Event', {
      EventCategories: ['low storage'],
      SourceType: 'DB_INSTANCE',
      SourceArn: 'arn:aws:rds:eu-west-1:111122223333:db:orders',
      SourceIdentifier: 'orders',
      Date: '2026-11-20T02:59:58.000Z',
      EventID: 'RDS-EVENT-0007',
      Message: 'Allocated storage has been exhausted.',
    }),
    right: { ...nothing, class: 'failure', cause: ['storage'], runbooks: ['database-unreachable', 'disk-full'] },
  },
  'load-balancer-answers-5xx': {
    story: 'The load balancer answers with server errors because a bad version was deployed: nothing in AWS is wrong.',
    event: alarmed('web-5xx', {
      namespace: 'AWS/ApplicationELB',
      name: 'HTTPCode_ELB_5XX_Count',
      dimensions: { LoadBalancer: 'app/web/0123456789abcdef' },
    }),
    right: { ...nothing, class: 'failure', cause: ['5xx|server error'], runbooks: ['service-not-serving', 'too-much-load'] },
  },
};
