import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { serviceEvent } from './service-event.ts';

const parse = (document: JsonObject) => serviceEvent.parse(document, 1234, { trusted: true });
const event = (source: string, detail: JsonObject, ...resources: readonly string[]) =>
  parse({ ...serviceEvent.sample, source, detail, resources }).signals.map(({ signal: { resource } }) => `${resource.type} ${resource.id}`);

test('a job that failed is an attested signal about the job, not about its run', () => {
  expect(parse(serviceEvent.sample).signals[0]?.signal).toMatchObject({
    source: 'service-event',
    rank: 'attested',
    title: 'Glue Job State Change: FAILED',
    at: Date.parse('2026-11-20T09:00:00Z'),
    resource: { type: 'AWS::Glue::Job', id: 'nightly-invoices', account: '111122223333', region: 'eu-west-1' },
  });
});

describe('what an event is about', () => {
  const machine = 'arn:aws:states:eu-west-1:111122223333:stateMachine:flow';
  test.each<readonly [string, JsonObject, readonly string[], readonly string[]]>([
    [
      'aws.codebuild',
      { 'project-name': 'web', 'build-status': 'FAILED' },
      ['arn:aws:codebuild:eu-west-1:111122223333:build/web:1'],
      ['AWS::CodeBuild::Project web'],
    ],
    [
      'aws.codepipeline',
      { pipeline: 'web', state: 'FAILED' },
      ['arn:aws:codepipeline:eu-west-1:111122223333:web'],
      ['AWS::CodePipeline::Pipeline web'],
    ],
    [
      'aws.states',
      { status: 'FAILED', stateMachineArn: machine },
      [`${machine.replace('stateMachine', 'execution')}:1`],
      ['AWS::StepFunctions::StateMachine flow'],
    ],
    [
      'aws.batch',
      { jobQueue: 'arn:aws:batch:eu-west-1:111122223333:job-queue/night', status: 'FAILED' },
      ['arn:aws:batch:eu-west-1:111122223333:job/0a'],
      ['AWS::Batch::JobQueue night'],
    ],
    [
      'aws.codedeploy',
      { state: 'FAILURE' },
      ['arn:aws:codedeploy:eu-west-1:111122223333:application:web', 'arn:aws:codedeploy:eu-west-1:111122223333:deploymentgroup:web/live'],
      ['AWS::CodeDeploy::Application web', 'AWS::CodeDeploy::DeploymentGroup web|live'],
    ],
    [
      'aws.trustedadvisor',
      { resource_id: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-1', status: 'WARN' },
      [],
      ['AWS::EC2::Instance i-1'],
    ],
    ['aws.guardduty', { scanStatus: 'COMPLETED', s3ObjectDetails: { bucketName: 'uploads' } }, [], ['AWS::S3::Bucket uploads']],
    ['aws.s3', { bucket: { name: 'invoices' }, object: { key: 'a' } }, ['arn:aws:s3:::invoices'], ['AWS::S3::Bucket invoices']],
    ['aws.braket', { status: 'FAILED' }, ['arn:aws:braket:eu-west-1:111122223333:quantum-task/0a'], ['AWS::Braket::QuantumTask 0a']],
  ])('%s %j', (source, detail, resources, expected) => {
    expect(event(source, detail, ...resources)).toEqual(expected);
  });

  test('an ARN that names its own region wins over the region where the event arrived', () => {
    const advice = {
      ...serviceEvent.sample,
      source: 'aws.trustedadvisor',
      detail: { resource_id: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-1' },
    };
    expect(parse(advice).signals[0]?.signal.resource.region).toBe('eu-central-1');
  });
});

test('an event that names nothing is dropped', () => {
  expect(parse({ ...serviceEvent.sample, source: 'aws.billing', detail: {} }).drops).toMatchObject([{ because: 'no-resource' }]);
});

test('events of applications and partners, and those that have a source of their own, are not recognised', () => {
  const others = [
    { source: 'my.app' },
    { source: 'aws.partner/example.com/1/orders' },
    { source: 'aws.rds' },
    { 'detail-type': 'AWS API Call via CloudTrail' },
    { source: 'aws.cloudwatch', 'detail-type': 'CloudWatch Alarm State Change' },
    { detail: 'text' },
  ];
  expect(others.map((other) => serviceEvent.recognises({ ...serviceEvent.sample, ...other }))).toEqual(others.map(() => false));
});
