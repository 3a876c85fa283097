import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { reportOf } from './report-of.ts';

const event = (detailType: string, detail: JsonObject, source = 'aws.any'): JsonObject => ({ source, 'detail-type': detailType, detail });
const classOf = (document: JsonObject): string | undefined => reportOf(document)?.class;

describe('what AWS states', () => {
  test.each<readonly [string, JsonObject]>([
    ['failure', event('CloudWatch Alarm State Change', { state: { value: 'ALARM' }, previousState: { value: 'OK' } })],
    ['normal', event('CloudWatch Alarm State Change', { state: { value: 'OK' }, previousState: { value: 'ALARM' } })],
    ['normal', event('CloudWatch Alarm State Change', { state: { value: 'INSUFFICIENT_DATA' }, previousState: { value: 'ALARM' } })],
    ['failure', { AlarmName: 'cpu', NewStateValue: 'ALARM', OldStateValue: 'OK', Trigger: {} }],
    ['normal', { AlarmName: 'cpu', NewStateValue: 'OK', OldStateValue: 'ALARM', Trigger: {} }],
    ['failure', event('CodePipeline Pipeline Execution State Change', { pipeline: 'p', state: 'FAILED' })],
    ['normal', event('CodePipeline Pipeline Execution State Change', { pipeline: 'p', state: 'SUCCEEDED' })],
    ['failure', event('CodeBuild Build State Change', { 'build-status': 'FAILED' })],
    ['failure', event('Step Functions Execution Status Change', { status: 'TIMED_OUT' })],
    ['normal', event('Step Functions Execution Status Change', { status: 'RUNNING' })],
    ['failure', event('EMR Cluster State Change', { state: 'TERMINATED_WITH_ERRORS', severity: 'CRITICAL' })],
    ['failure', event('CloudFormation Stack Status Change', { 'status-details': { status: 'UPDATE_ROLLBACK_COMPLETE' } })],
    ['normal', event('CloudFormation Stack Status Change', { 'status-details': { status: 'UPDATE_COMPLETE' } })],
    ['failure', event('MediaLive Channel Alert', { alarm_state: 'SET', alert_type: 'Video Not Detected' })],
    ['normal', event('MediaLive Channel Alert', { alarm_state: 'CLEARED', alert_type: 'Video Not Detected' })],
    ['failure', event('OpsWorks Alert', { type: 'Auto Healing' })],
    ['failure', event('Batch Job Queue Blocked', { severity: 'info', reason: 'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT' })],
    ['failure', event('EC2 Instance Launch Unsuccessful', { StatusCode: 'Failed' })],
    [
      'normal',
      event('EC2 Instance Launch Successful', {
        StatusCode: 'InProgress',
        Cause: 'an instance was started in response to an unhealthy instance',
      }),
    ],
    ['failure', event('EBS Volume Notification', { event: 'createVolume', result: 'failed' })],
    ['normal', event('EBS Volume Notification', { event: 'createVolume', result: 'available' })],
    ['failure', event('RDS DB Instance Event', { EventCategories: ['failure'], SourceIdentifier: 'db' })],
    ['normal', event('RDS DB Instance Event', { EventCategories: ['backup'], Message: 'Finished backup, no errors' })],
    ['failure', event('Transcribe Job State Change', { TranscriptionJobStatus: 'FAILED' })],
    ['failure', event('AWS Health Event', { eventTypeCategory: 'issue', statusCode: 'open', eventTypeCode: 'AWS_EC2_X' }, 'aws.health')],
    ['normal', event('AWS Health Event', { eventTypeCategory: 'issue', statusCode: 'closed', eventTypeCode: 'AWS_EC2_X' }, 'aws.health')],
    [
      'normal',
      event('AWS Health Event', { eventTypeCategory: 'scheduledChange', statusCode: 'upcoming', eventTypeCode: 'AWS_EC2_X' }, 'aws.health'),
    ],
    [
      'failure',
      event('ECS Task State Change', { lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', containers: [{ exitCode: 1 }] }),
    ],
    [
      'normal',
      event('ECS Task State Change', { lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', containers: [{ exitCode: 0 }] }),
    ],
    ['normal', event('ECS Task State Change', { lastStatus: 'STOPPED', stopCode: 'UserInitiated', containers: [{ exitCode: 137 }] })],
    ['normal', event('Scheduled Event', {})],
    ['violation', event('Config Rules Compliance Change', { newEvaluationResult: { complianceType: 'NON_COMPLIANT' } })],
    ['normal', event('Config Rules Compliance Change', { newEvaluationResult: { complianceType: 'COMPLIANT' } })],
    ['violation', event('Configuration Compliance State Change', { 'compliance-status': 'non_compliant', severity: 'high' }, 'aws.ssm')],
    ['normal', event('Configuration Compliance State Change', { 'compliance-status': 'compliant', severity: 'critical' }, 'aws.ssm')],
    ['tampering', event('GuardDuty Finding', { type: 'Backdoor:EC2/C&CActivity.B', severity: 8, title: 't' }, 'aws.guardduty')],
    ['violation', event('Inspector2 Finding', { severity: 'CRITICAL', status: 'ACTIVE', title: 't' }, 'aws.inspector2')],
    ['normal', event('Inspector2 Finding', { severity: 'CRITICAL', status: 'CLOSED', title: 't' }, 'aws.inspector2')],
    [
      'violation',
      event('Security Hub Findings - Imported', {
        findings: [{ Title: 't', Compliance: { Status: 'FAILED' }, Severity: { Label: 'HIGH' } }],
      }),
    ],
    ['normal', event('Security Hub Findings - Imported', { findings: [{ Title: 't', Compliance: { Status: 'PASSED' } }] })],
    [
      'tampering',
      event('Security Hub Findings - Imported', {
        findings: [{ Title: 't', Types: ['TTPs/Initial Access'], Severity: { Normalized: 80 } }],
      }),
    ],
  ])('is a %s in %j', (kind, document) => {
    expect(classOf(document)).toBe(kind);
  });

  test('carries the severity that AWS gives', () => {
    const severity = (value: number | string) =>
      reportOf(event('GuardDuty Finding', { severity: value, title: 't' }, 'aws.guardduty'))?.severity;
    expect([2, 5, 8, 9.5].map(severity)).toEqual(['low', 'medium', 'high', 'critical']);
  });

  test('says in which member it stands', () => {
    expect(reportOf(event('Any', { job: { status: 'FAILED' } }))?.why).toBe('job.status is FAILED');
  });
});
