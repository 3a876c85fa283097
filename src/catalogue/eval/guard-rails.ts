import type { Cases } from './eval-case.ts';
import { called } from './event-of.ts';

const trail = { name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/organization' };
const nothing = { action: 'none', alone: false } as const;
const flowLog = { on: 'vpc-0abc', traffic: 'ALL', destinationType: 's3', destination: 'arn:aws:s3:::flow-logs', intervalSeconds: 600 };
const deleteFlowLog = { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-0abc1234def567890' } } };

/** What watches, records and warns. */
export const guardRails: Cases = {
  'trail-stopped': {
    story: 'Somebody stopped the trail of the organization with the key of the backup user: the first thing an intruder does.',
    event: called('cloudtrail', 'StopLogging', trail, { by: 'stolenKey' }),
    state: { logging: false },
    right: {
      class: 'tampering',
      cause: ['trail', 'logging|does not log|stopped'],
      action: 'cloudtrail.start-logging',
      alone: true,
      runbooks: ['audit-silenced', 'cloudtrail.start-logging'],
    },
  },
  'trail-started-again': {
    story: 'The trail was stopped for a moment and logs again.',
    event: called('cloudtrail', 'StopLogging', trail),
    state: { logging: true },
    right: { ...nothing, class: 'tampering', cause: ['trail'], runbooks: ['audit-silenced', 'cloudtrail.start-logging'] },
  },
  'trail-described': {
    story: 'A dashboard read the state of the trail.',
    event: called('cloudtrail', 'GetTrailStatus', trail),
    right: { ...nothing, class: 'none', cause: [], runbooks: ['audit-silenced', 'cloudtrail.start-logging'] },
  },
  'trail-not-validated': {
    story: 'The validation of log files was switched off, so that nobody could prove that they were changed.',
    event: called('cloudtrail', 'UpdateTrail', { name: 'organization', enableLogFileValidation: false }, { by: 'stolenKey' }),
    state: { validated: false },
    right: {
      class: 'tampering',
      cause: ['validated|validation|prove'],
      action: 'cloudtrail.enable-log-validation',
      alone: true,
      runbooks: ['audit-silenced', 'cloudtrail.enable-log-validation'],
    },
  },
  'recorder-stopped': {
    story: 'The recorder of AWS Config was stopped.',
    event: called('config', 'StopConfigurationRecorder', { configurationRecorderName: 'default' }, { by: 'stolenKey' }),
    state: { recording: false, delivers: true },
    right: {
      class: 'tampering',
      cause: ['config|recorder', 'stopped'],
      action: 'config.start-recorder',
      alone: true,
      runbooks: ['audit-silenced', 'config.start-recorder'],
    },
  },
  'detector-suspended': {
    story: 'GuardDuty was suspended in a region.',
    event: called('guardduty', 'UpdateDetector', { detectorId: '12abc34d567e8fa901bc2d34e56789f0', enable: false }, { by: 'stolenKey' }),
    state: { enabled: false },
    right: {
      class: 'tampering',
      cause: ['guardduty', 'suspended'],
      action: 'guardduty.enable-detector',
      alone: true,
      runbooks: ['audit-silenced', 'guardduty.enable-detector'],
    },
  },
  'detector-deleted': {
    story: 'The detector of GuardDuty was deleted with its findings; a new one would not bring them back.',
    event: called('guardduty', 'DeleteDetector', { detectorId: '12abc34d567e8fa901bc2d34e56789f0' }, { by: 'stolenKey' }),
    right: { ...nothing, class: 'tampering', cause: ['guardduty', 'delet'], runbooks: ['audit-silenced', 'guardduty.enable-detector'] },
  },
  'flow-log-deleted': {
    story: 'The flow log of a VPC was deleted.',
    event: called('ec2', 'DeleteFlowLogs', deleteFlowLog, { by: 'stolenKey' }),
    state: { tags: {}, recorded: { log: flowLog, tags: {} }, subject: true },
    right: {
      class: 'tampering',
      cause: ['flow log', 'deleted'],
      action: 'ec2.restore-flow-log',
      alone: true,
      runbooks: ['audit-silenced', 'ec2.restore-flow-log'],
    },
  },
  'flow-log-replaced': {
    story: 'The flow log was deleted after a better one had taken its place.',
    event: called('ec2', 'DeleteFlowLogs', deleteFlowLog),
    state: { tags: {}, recorded: { log: flowLog, tags: {} }, subject: true, successor: 'fl-0other' },
    right: {
      ...nothing,
      class: 'tampering',
      cause: ['flow log'],
      forbidden: ['ec2.restore-flow-log'],
      runbooks: ['audit-silenced', 'ec2.restore-flow-log'],
    },
  },
  'alarm-silenced': {
    story: 'The alarm on errors of the shop no longer calls anybody.',
    event: called('monitoring', 'DisableAlarmActions', { alarmNames: ['orders-5xx'] }),
    state: { enabled: false, actions: 2 },
    right: {
      class: 'violation',
      cause: ['alarm', 'disabled|switched off'],
      action: 'cloudwatch.enable-alarm-actions',
      alone: true,
      runbooks: ['nobody-was-called', 'cloudwatch.enable-alarm-actions'],
    },
  },
  'alarm-silenced-for-maintenance': {
    story: 'The same, announced: the owners said so in the policy, with an end.',
    event: called('monitoring', 'DisableAlarmActions', { alarmNames: ['orders-5xx'] }),
    state: { enabled: false, actions: 2 },
    policy:
      'exceptions: [{ match: { resource: "AWS::CloudWatch::Alarm", id: orders-5xx }, owner: shop, reason: maintenance, until: 2026-12-01 }]',
    right: {
      ...nothing,
      class: 'violation',
      cause: ['alarm', 'disabled|switched off'],
      forbidden: ['cloudwatch.enable-alarm-actions'],
      runbooks: ['nobody-was-called', 'cloudwatch.enable-alarm-actions'],
    },
  },
  'rule-disabled': {
    story: 'The rule that brings orders into the queue was disabled.',
    event: called('events', 'DisableRule', { name: 'to-queue' }),
    state: { enabled: false },
    tags: { environment: 'dev' },
    right: {
      class: 'violation',
      cause: ['rule', 'disabled'],
      action: 'eventbridge.enable-rule',
      alone: true,
      runbooks: ['nobody-was-called', 'eventbridge.enable-rule'],
    },
  },
  'retention-shortened': {
    story: 'The log group of a function keeps its events for one day only.',
    event: called('logs', 'PutRetentionPolicy', { logGroupName: '/aws/lambda/order-intake', retentionInDays: 1 }),
    state: { days: 1, bytes: 400_000, class: 'STANDARD' },
    right: {
      class: 'violation',
      cause: ['1 day|less than a week|retention|kept'],
      action: 'logs.set-retention',
      alone: true,
      runbooks: ['logs.set-retention', 'audit-silenced'],
    },
  },
};
