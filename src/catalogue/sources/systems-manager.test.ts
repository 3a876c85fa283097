import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { systemsManager } from './systems-manager.ts';

const parse = (document: JsonObject) => systemsManager.parse(document, 1234, { trusted: true });
const event = (type: string, detail: JsonObject, ...resources: readonly string[]) =>
  parse({ ...systemsManager.sample, 'detail-type': type, detail, resources }).signals.map(
    ({ signal: { resource } }) => `${resource.type} ${resource.id}`,
  );

test('an automation that failed is an attested signal about its document, which stays when the execution is over', () => {
  expect(parse(systemsManager.sample).signals[0]?.signal).toMatchObject({
    source: 'systems-manager',
    rank: 'attested',
    title: 'Systems Manager: EC2 Automation Execution Status-change Notification: Failed',
    resource: { type: 'AWS::SSM::Document', id: 'PatchWeb', account: '111122223333', region: 'eu-west-1' },
  });
});

describe('what an event is about', () => {
  const instance = 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1';
  test.each<readonly [string, JsonObject, readonly string[], string]>([
    [
      'EC2 Command Status-change Notification',
      { status: 'Failed', 'document-name': 'AWS-RunShellScript' },
      [instance],
      'AWS::EC2::Instance i-1',
    ],
    ['EC2 Command Invocation Status-change Notification', { status: 'Failed', 'instance-id': 'i-2' }, [instance], 'AWS::EC2::Instance i-2'],
    [
      'Maintenance Window Execution State-change Notification',
      { 'window-id': 'mw-1', status: 'FAILED' },
      [],
      'AWS::SSM::MaintenanceWindow mw-1',
    ],
    [
      'Parameter Store Change',
      { name: '/shop/host', operation: 'Update' },
      ['arn:aws:ssm:eu-west-1:111122223333:parameter/shop/host'],
      'AWS::SSM::Parameter /shop/host',
    ],
    ['Configuration Compliance State Change', { 'resource-id': 'i-1', 'compliance-status': 'non_compliant' }, [], 'AWS::EC2::Instance i-1'],
    [
      'Configuration Compliance State Change',
      { 'resource-id': 'mi-1', 'compliance-status': 'compliant' },
      [],
      'AWS::SSM::ManagedInstance mi-1',
    ],
    ['EC2 State Manager Association State Change', { 'association-id': 'a-1', status: 'Failed' }, [], 'AWS::SSM::Association a-1'],
    ['OpsItem Create', { 'ops-item-id': 'oi-1', status: 'Open' }, [], 'AWS::SSM::OpsItem oi-1'],
  ])('"%s"', (type, detail, resources, expected) => {
    expect(event(type, detail, ...resources)).toEqual([expected]);
  });
});

test('an event that names nothing is dropped, and a call is not recognised', () => {
  expect(parse({ ...systemsManager.sample, detail: {}, resources: [] }).drops).toMatchObject([{ because: 'no-resource' }]);
  expect(systemsManager.recognises({ ...systemsManager.sample, 'detail-type': 'AWS API Call via CloudTrail' })).toBe(false);
});
