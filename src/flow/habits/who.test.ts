import { expect, test } from 'vitest';
import type { Actor, Signal } from '#domain/signal.ts';
import { networkOf, principalOf } from './who.ts';

const by = (actor: Actor | undefined): Signal => ({
  id: 'e1',
  source: 'cloudtrail',
  rank: 'attested',
  title: 'a call',
  at: 0,
  resource: { type: 'AWS::S3::Bucket', id: 'b', partition: 'aws', account: '111122223333', region: 'eu-west-1' },
  ...(actor === undefined ? {} : { actor }),
});
const session = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Ops/anna', session: 'anna', account: '111122223333' };

test('a session is its role, never its name', () => {
  const role = 'arn:aws:iam::111122223333:role/team/Ops';
  expect(principalOf(by({ ...session, role }))).toBe(role);
  expect(principalOf(by(session))).toBe('arn:aws:sts::111122223333:assumed-role/Ops');
  expect(principalOf(by({ ...session, arn: 'arn:aws:sts::111122223333:assumed-role/Ops/carl', session: 'carl' }))).toBe(
    principalOf(by(session)),
  );
});

test('a user is a user whatever the access key, a service is its name, and others are as much as AWS says', () => {
  const user = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice' };
  expect(principalOf(by({ ...user, accessKey: 'one' }))).toBe(principalOf(by({ ...user, accessKey: 'other' })));
  expect(principalOf(by({ type: 'AWSService', sourceIp: 'ec2.amazonaws.com' }))).toBe('ec2.amazonaws.com');
  expect(principalOf(by({ type: 'AWSAccount', account: '444455556666' }))).toBe('AWSAccount of 444455556666');
  expect(principalOf(by({ type: 'Unknown' }))).toBeUndefined();
  expect(principalOf(by(undefined))).toBeUndefined();
});

test.each([
  ['198.51.100.7', '198.51.0.0/16'],
  ['2001:db8:1:2::3', '2001:db8::/32'],
  ['2001:0DB8::1', '2001:db8::/32'],
  ['::1', '0:0::/32'],
  ['s3.amazonaws.com', 's3.amazonaws.com'],
  ['AWS Internal', 'AWS Internal'],
])('%s is in the network %s', (sourceIp, network) => {
  expect(networkOf(by({ type: 'IAMUser', sourceIp }))).toBe(network);
});
