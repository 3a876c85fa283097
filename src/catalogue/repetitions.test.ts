import { describe, expect, test } from 'vitest';
import type { Actor, Signal } from '#domain/signal.ts';
import { repetitionsOf } from './repetitions.ts';

const account = '111122223333';
const alice: Actor = { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/alice`, account, sourceIp: '198.51.100.7' };
const call = (operation: string, given: Partial<Signal> = {}): Signal => ({
  id: 'e1',
  source: 'cloudtrail',
  rank: 'attested',
  title: operation,
  at: 0,
  resource: { type: 'AWS::S3::Bucket', id: 'b', partition: 'aws', account, region: 'eu-west-1' },
  actor: alice,
  operation,
  ...given,
});
const counted = (signal: Signal) =>
  repetitionsOf(signal)
    .filter(({ counts }) => counts)
    .map(({ kind, counted, limit }) => `${kind} ${counted} ${limit}`);

describe('what a call would be one more of', () => {
  test.each([
    ['s3:GetObject', ['reads s3:GetObject 50']],
    ['secretsmanager:GetSecretValue', ['reads secretsmanager:GetSecretValue 50']],
    ['rds:DeleteDBSnapshot', ['destroys rds:DeleteDBSnapshot 50']],
    ['kms:ScheduleKeyDeletion', ['destroys kms:ScheduleKeyDeletion 50']],
    ['ec2:TerminateInstances', ['destroys ec2:TerminateInstances 50']],
    ['s3:PutObject', []],
    ['ec2:DescribeInstances', []],
    ['s3:ListBuckets', []],
  ])('%s: %j', (operation, expected) => {
    expect(counted(call(operation))).toEqual(expected);
  });

  test.each(['AccessDenied', 'AccessDeniedException', 'Client.UnauthorizedOperation', 'NotAuthorizedException', 'Failed authentication'])(
    'a refusal, %s, counts among refused calls whatever was refused',
    (failed) => {
      expect(counted(call('s3:PutObject', { failed }))).toEqual(['refused refused calls 20']);
    },
  );

  test.each(['NoSuchKey', 'ThrottlingException'])('a failure that is no refusal, %s, counts for nothing', (failed) => {
    expect(counted(call('s3:GetObject', { failed }))).toEqual([]);
  });

  test.each([
    ['made by AWS', { type: 'AWSService', sourceIp: 'lambda.amazonaws.com' }],
    ['made by AWS for somebody', { ...alice, sourceIp: 'athena.amazonaws.com' }],
    ['made inside AWS', { ...alice, sourceIp: 'AWS Internal' }],
  ])('a call %s counts for nobody', (_what, actor) => {
    expect(counted(call('kms:Decrypt', { actor }))).toEqual([]);
  });

  test('a call that succeeds looks back on those that were refused', () => {
    expect(repetitionsOf(call('s3:PutObject'))).toMatchObject([{ kind: 'refused', counted: 'refused calls', counts: false }]);
  });

  test('what nobody called counts for nobody', () => {
    const { actor: _actor, operation: _operation, ...alarm } = call('s3:GetObject');
    expect(repetitionsOf(alarm)).toEqual([]);
  });
});

describe('the incident is about', () => {
  const about = (actor: Actor) => repetitionsOf(call('s3:GetObject', { actor, failed: 'AccessDenied' })).map(({ resource }) => resource);
  const session = { type: 'AssumedRole', arn: `arn:aws:sts::${account}:assumed-role/Ops/anna`, session: 'anna', sourceIp: '2001:db8::1' };

  test('the user', () => {
    expect(about(alice)).toEqual([{ type: 'AWS::IAM::User', id: 'alice', arn: alice.arn, partition: 'aws', account, region: 'global' }]);
  });

  test('the role behind a session, in its own account, whatever its path', () => {
    const role = `arn:aws:iam::444455556666:role/team/Ops`;
    expect(about({ ...session, role })).toMatchObject([{ type: 'AWS::IAM::Role', id: 'Ops', account: '444455556666', region: 'global' }]);
    expect(about(session)).toMatchObject([{ type: 'AWS::IAM::Role', id: 'Ops', account }]);
  });

  test('the account, for root and for whom AWS does not name', () => {
    expect(about({ type: 'Root', arn: `arn:aws:iam::${account}:root`, sourceIp: '198.51.100.7' })).toMatchObject([
      { type: 'AWS::::Account', id: account },
    ]);
    expect(about({ type: 'AWSAccount', account: '444455556666' })).toMatchObject([{ type: 'AWS::::Account', id: account }]);
  });
});
