import { expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { objectAt } from './fields.ts';
import { health } from './health.ts';

const detail = objectAt(health.sample, 'detail');
const parse = (more: JsonObject, around: JsonObject = {}) =>
  health.parse({ ...health.sample, ...around, detail: { ...detail, ...more } }, 1234, { trusted: true });
const about = (service: string, ...values: readonly string[]) =>
  parse({ service, affectedEntities: values.map((entityValue) => ({ entityValue })) }, { resources: [] }).signals.map(
    ({ signal: { resource } }) => `${resource.type} ${resource.id}`,
  );

test('an event is an attested signal about the instance that it affects', () => {
  expect(parse({}).signals[0]?.signal).toMatchObject({
    rank: 'attested',
    title: 'AWS Health AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED',
    at: Date.parse('2026-11-20T08:58:00Z'),
    resource: { type: 'AWS::EC2::Instance', id: 'i-0abc1234def567890', account: '111122223333', region: 'eu-west-1' },
  });
});

test('every affected entity is a signal of its own, named as the other sources name it', () => {
  expect(about('EC2', 'i-1', 'vol-2')).toEqual(['AWS::EC2::Instance i-1', 'AWS::EC2::Volume vol-2']);
  expect(about('LAMBDA', 'arn:aws:lambda:eu-west-1:111122223333:function:mail')).toEqual(['AWS::Lambda::Function mail']);
  expect(about('RDS', 'orders-db')).toEqual(['AWS::RDS::DBInstance orders-db']);
});

test('an event that lists resources only beside its detail is about those', () => {
  const about = (resource: string) => parse({ affectedEntities: [] }, { resources: [resource] }).signals[0]?.signal.resource;
  expect(about('i-7')).toMatchObject({ type: 'AWS::EC2::Instance', id: 'i-7' });
  expect(about('arn:aws:ec2:eu-west-1:111122223333:volume/vol-7')).toMatchObject({ type: 'AWS::EC2::Volume', id: 'vol-7' });
});

test('an event about no resource that we know is about the account', () => {
  expect(about('BILLING', 'AWS_ACCOUNT')).toEqual(['AWS::::Account 111122223333']);
  expect(about('IAM', '111122223333')).toEqual(['AWS::::Account 111122223333']);
});

test('the affected account and region win over those where the event arrived; "global" is no region', () => {
  expect(parse({ affectedAccount: '444455556666', eventRegion: 'us-west-2' }).signals[0]?.signal.resource).toMatchObject({
    account: '444455556666',
    region: 'us-west-2',
  });
  expect(parse({ eventRegion: 'global' }).signals[0]?.signal.resource.region).toBe('eu-west-1');
});

test('a closed event and an entity that is well again need no healing', () => {
  const well = [{ entityValue: 'i-0abc1234def567890', status: 'RESOLVED' }];
  expect(parse({ statusCode: 'closed', affectedEntities: well }).signals.map(({ signal }) => signal)).toMatchObject([
    { over: 'closed', title: expect.stringMatching(/ \(closed\)$/), resource: { id: 'i-0abc1234def567890' } },
  ]);
  const entities = [
    { entityValue: 'i-1', status: 'RESOLVED' },
    { entityValue: 'i-2', status: 'IMPAIRED' },
  ];
  expect(parse({ affectedEntities: well }).signals[0]?.signal).toMatchObject({ over: 'RESOLVED', resource: { id: 'i-0abc1234def567890' } });
  expect(parse({ affectedEntities: entities }).signals.map(({ signal }) => signal.resource.id)).toEqual(['i-2']);
});
