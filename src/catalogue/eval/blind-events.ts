import type { Cases } from './eval-case.ts';
import { alarmed, threat, told } from './event-of.ts';

const nothing = { action: 'none', alone: false } as const;

/** What AWS tells by itself: labelled before anything was run. */
export const blindEvents: Cases = {
  'scaled-in-by-its-group': {
    story: 'The Auto Scaling group took an instance away because there was less to do.',
    event: told(
      'autoscaling',
      'EC2 Instance Terminate Successful',
      {
        StatusCode: 'InProgress',
        AutoScalingGroupName: 'checkout',
        ActivityId: '87654321-4321-4321-4321-210987654321',
        Details: { 'Availability Zone': 'eu-west-1b' },
        Description: 'Terminating EC2 instance: i-0c0ffee0c0ffee001',
        EC2InstanceId: 'i-0c0ffee0c0ffee001',
        Cause: 'At 2026-11-20T02:58:00Z a user request update of AutoScalingGroup constraints changing the desired capacity from 4 to 3.',
      },
      ['arn:aws:ec2:eu-west-1:111122223333:instance/i-0c0ffee0c0ffee001'],
    ),
    right: {
      ...nothing,
      class: 'none',
      cause: [],
      runbooks: ['too-much-load', 'autoscaling.set-desired-capacity', 'autoscaling.scale-out', 'instance-down'],
    },
  },
  'task-replaced-by-deployment': {
    story: 'A new version was deployed and ECS stopped the old tasks.',
    event: told(
      'ecs',
      'ECS Task State Change',
      {
        clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/shop',
        taskArn: 'arn:aws:ecs:eu-west-1:111122223333:task/shop/0a1b2c3d4e5f',
        group: 'service:checkout',
        lastStatus: 'STOPPED',
        desiredStatus: 'STOPPED',
        launchType: 'FARGATE',
        stopCode: 'ServiceSchedulerInitiated',
        stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1234567890123456789)',
        containers: [{ name: 'web', lastStatus: 'STOPPED', exitCode: 0 }],
      },
      ['arn:aws:ecs:eu-west-1:111122223333:task/shop/0a1b2c3d4e5f'],
    ),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['containers-not-running', 'ecs.restore-desired-count'] },
  },
  'task-out-of-memory': {
    story: 'The checkout container is killed again and again because it needs more memory than it has.',
    event: told(
      'ecs',
      'ECS Task State Change',
      {
        clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/shop',
        taskArn: 'arn:aws:ecs:eu-west-1:111122223333:task/shop/5f4e3d2c1b0a',
        group: 'service:checkout',
        lastStatus: 'STOPPED',
        desiredStatus: 'STOPPED',
        launchType: 'FARGATE',
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'Essential container in task exited',
        containers: [
          { name: 'web', lastStatus: 'STOPPED', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
        ],
      },
      ['arn:aws:ecs:eu-west-1:111122223333:task/shop/5f4e3d2c1b0a'],
    ),
    right: {
      ...nothing,
      class: 'failure',
      cause: ['task|container', 'exit|memory|stopped'],
      runbooks: ['containers-not-running', 'ecs.restore-desired-count'],
    },
  },
  'function-fails-and-is-not-guarded': {
    story: 'The billing function throws errors since the afternoon; nobody asked Selfheal to guard its versions.',
    event: alarmed('billing-errors', { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'billing' } }),
    state: { guarded: false },
    right: { ...nothing, class: 'failure', cause: ['billing'], runbooks: ['function-not-running', 'lambda.revert-function'] },
  },
  'machine-to-be-retired': {
    story: 'AWS announces that the hardware under one of our servers will be retired.',
    event: told(
      'health',
      'AWS Health Event',
      {
        eventArn: 'arn:aws:health:eu-west-1::event/EC2/AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED/abc',
        service: 'EC2',
        eventTypeCode: 'AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED',
        eventTypeCategory: 'scheduledChange',
        startTime: 'Fri, 27 Nov 2026 05:00:00 GMT',
        eventDescription: [{ language: 'en_US', latestDescription: 'EC2 has detected degradation of the underlying hardware.' }],
        affectedEntities: [{ entityValue: 'i-0c0ffee0c0ffee001', tags: {} }],
      },
      ['i-0c0ffee0c0ffee001'],
    ),
    right: { ...nothing, class: 'failure', cause: ['retire'], runbooks: ['instance-down', 'ec2.start-instance', 'ec2.restore-instance'] },
  },
  'database-backed-up': {
    story: 'RDS tells that the nightly backup is done.',
    event: told(
      'rds',
      'RDS DB Instance Event',
      {
        EventCategories: ['backup'],
        SourceType: 'DB_INSTANCE',
        SourceArn: 'arn:aws:rds:eu-west-1:111122223333:db:ledger',
        Date: '2026-11-20T02:59:58.000Z',
        Message: 'Finished DB Instance backup',
        SourceIdentifier: 'ledger',
        EventID: 'RDS-EVENT-0002',
      },
      ['arn:aws:rds:eu-west-1:111122223333:db:ledger'],
    ),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['rds.enable-backups', 'database-unreachable'] },
  },
  'instance-mines-coins': {
    story: 'An instance asks for the names of mining pools; somebody runs a miner on it.',
    event: threat('CryptoCurrency:EC2/BitcoinTool.B!DNS', {
      resourceType: 'Instance',
      instanceDetails: {
        instanceId: 'i-0c0ffee0c0ffee001',
        instanceType: 'c5.large',
        networkInterfaces: [{ networkInterfaceId: 'eni-0', vpcId: 'vpc-1', subnetId: 'subnet-1' }],
        tags: [],
      },
    }),
    state: {
      state: 'running',
      own: false,
      interfaces: [{ id: 'eni-0', vpc: 'vpc-1', groups: ['sg-0web'] }],
      volumes: [{ id: 'vol-1', gigabytes: 8 }],
      evidence: [],
      isolation: { id: 'sg-0isolation0000000', vpc: 'vpc-1', rules: 0 },
    },
    right: {
      class: 'tampering',
      cause: ['instance', 'cryptocurrency|mining|bitcoin|coin'],
      action: 'ec2.quarantine-instance',
      alone: false,
      runbooks: ['compromised-instance', 'ec2.quarantine-instance'],
    },
  },
  'alarm-without-data': {
    story: 'An alarm has too little data to say anything.',
    event: {
      ...alarmed('api-latency', { namespace: 'AWS/ApiGateway', name: 'Latency', dimensions: { ApiName: 'public' } }),
      detail: {
        alarmName: 'api-latency',
        configuration: {
          metrics: [
            {
              id: 'm1',
              metricStat: {
                metric: { namespace: 'AWS/ApiGateway', name: 'Latency', dimensions: { ApiName: 'public' } },
                period: 60,
                stat: 'p99',
              },
              returnData: true,
            },
          ],
        },
        previousState: { value: 'OK', timestamp: '2026-11-20T02:00:00.000+0000' },
        state: {
          value: 'INSUFFICIENT_DATA',
          reason: 'Insufficient Data: 1 datapoint was unknown.',
          timestamp: '2026-11-20T02:59:58.000+0000',
        },
      },
    },
    right: { ...nothing, class: 'none', cause: [], runbooks: ['service-not-serving', 'nobody-was-called', 'too-much-load'] },
  },
  'rule-compliant-again': {
    story: 'AWS Config says that a volume is encrypted now, as the rule wants it.',
    event: told('config', 'Config Rules Compliance Change', {
      awsAccountId: '111122223333',
      awsRegion: 'eu-west-1',
      configRuleName: 'encrypted-volumes',
      messageType: 'ComplianceChangeNotification',
      resourceType: 'AWS::EC2::Volume',
      resourceId: 'vol-0c0ffee0c0ffee001',
      newEvaluationResult: { complianceType: 'COMPLIANT', resultRecordedTime: '2026-11-20T02:59:58.000Z' },
      oldEvaluationResult: { complianceType: 'NON_COMPLIANT' },
    }),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['encryption-missing', 'ec2.enable-ebs-encryption'] },
  },
};
