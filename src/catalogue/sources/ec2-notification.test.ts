import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { ec2Notification } from './ec2-notification.ts';

const parse = (document: JsonObject) => ec2Notification.parse(document, 1234, { trusted: true });
const event = (type: string, resources: readonly string[], detail: JsonObject, source = 'aws.ec2') =>
  parse({ ...ec2Notification.sample, source, 'detail-type': type, resources, detail });
const arn = (name: string) => `arn:aws:ec2:eu-west-1:111122223333:${name}`;

test('a snapshot that failed is an attested signal about it, whatever stands where its account should', () => {
  expect(parse(ec2Notification.sample).signals[0]?.signal).toMatchObject({
    source: 'ec2-notification',
    rank: 'attested',
    title: 'EBS Snapshot Notification: createSnapshot failed Source snapshot is not accessible',
    resource: { type: 'AWS::EC2::Snapshot', id: 'snap-0abc1234def567890', account: '111122223333', region: 'eu-west-1' },
  });
});

describe('what an event is about', () => {
  test.each<readonly [string, readonly string[], JsonObject, readonly string[]]>([
    ['EBS Volume Notification', [arn('volume/vol-1')], { event: 'createVolume', result: 'failed' }, ['AWS::EC2::Volume vol-1']],
    [
      'EBS Multi-Volume Snapshots Completion Status',
      ['arn:aws:ec2::eu-west-1:snapshot/snap-1', 'arn:aws:ec2::eu-west-1:snapshot/snap-2'],
      { event: 'createSnapshots', result: 'failed' },
      ['AWS::EC2::Snapshot snap-1', 'AWS::EC2::Snapshot snap-2'],
    ],
    [
      'EC2 Spot Instance Interruption Warning',
      [arn('instance/i-1')],
      { 'instance-id': 'i-1', 'instance-action': 'stop' },
      ['AWS::EC2::Instance i-1'],
    ],
    ['EC2 Instance Rebalance Recommendation', [arn('instance/i-1')], { 'instance-id': 'i-1' }, ['AWS::EC2::Instance i-1']],
    ['EC2 AMI State Change', ['arn:aws:ec2:eu-west-1::image/ami-1'], { ImageId: 'ami-1', State: 'failed' }, ['AWS::EC2::Image ami-1']],
  ])('"%s"', (type, resources, detail, expected) => {
    expect(event(type, resources, detail).signals.map(({ signal: { resource } }) => `${resource.type} ${resource.id}`)).toEqual(expected);
  });

  test('a fleet that launches an instance speaks about itself', () => {
    const launched = { 'instance-id': 'i-1', 'sub-type': 'launched' };
    const of = (source: string, type: string, name: string) => event(type, [arn(name)], launched, source).signals[0]?.signal.resource;
    expect(of('aws.ec2fleet', 'EC2 Fleet Instance Change', 'fleet/fleet-1')).toMatchObject({ type: 'AWS::EC2::EC2Fleet', id: 'fleet-1' });
    expect(of('aws.ec2spotfleet', 'EC2 Spot Fleet Error', 'spot-fleet-request/sfr-1')).toMatchObject({
      type: 'AWS::EC2::SpotFleet',
      id: 'sfr-1',
    });
  });
});

test('an event that names nothing is dropped; calls and instance states have sources of their own', () => {
  expect(event('EBS Volume Notification', [], { event: 'createVolume' }).drops).toMatchObject([{ because: 'no-resource' }]);
  const types = ['AWS API Call via CloudTrail', 'EC2 Instance State-change Notification'];
  expect(types.map((type) => ec2Notification.recognises({ ...ec2Notification.sample, 'detail-type': type }))).toEqual([false, false]);
});
