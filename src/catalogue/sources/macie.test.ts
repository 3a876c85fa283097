import { expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { objectAt } from './fields.ts';
import { macie } from './macie.ts';

const parse = (document: JsonObject) => macie.parse(document, 1234, { trusted: true });
const detail = objectAt(macie.sample, 'detail');
const change = (more: JsonObject) => parse({ ...macie.sample, detail: { ...detail, ...more } });
const alert = (more: JsonObject) =>
  parse({ ...macie.sample, 'detail-type': 'Macie Alert', detail: { name: 'An alert', ...more } }).signals.map(
    ({ signal: { resource } }) => `${resource.type} ${resource.id} ${resource.account}`,
  );

test('a finding is an attested signal about the bucket', () => {
  expect(parse(macie.sample).signals[0]?.signal).toMatchObject({
    source: 'macie',
    rank: 'attested',
    title: 'Macie: The S3 object contains financial information',
    at: Date.parse('2026-11-20T08:59:58Z'),
    resource: { type: 'AWS::S3::Bucket', id: 'invoices-eu', account: '111122223333', region: 'eu-west-1' },
  });
});

test('the account of the finding wins over that of the administrator who got the event', () => {
  expect(parse({ ...macie.sample, account: '999988887777' }).signals[0]?.signal.resource.account).toBe('111122223333');
});

test('an archived finding says that it is over, one without a bucket is dropped with the reason', () => {
  expect(change({ archived: true }).signals[0]?.signal).toMatchObject({ over: 'archived', resource: { id: 'invoices-eu' } });
  expect(change({ resourcesAffected: {} }).drops).toMatchObject([{ because: 'no-resource' }]);
});

test('an alert of Macie Classic is about the buckets that it counts, else about the role that acted', () => {
  expect(alert({ summary: { Bucket: { invoices: 1 } } })).toEqual(['AWS::S3::Bucket invoices 111122223333']);
  expect(alert({ summary: { Object: { 'invoices/a.txt': 1, 'invoices/b.txt': 1 } } })).toEqual(['AWS::S3::Bucket invoices 111122223333']);
  expect(alert({ actor: '444455556666:assumed-role:reader:AROAEXAMPLE' })).toEqual(['AWS::IAM::Role reader 444455556666']);
  const summary = { 'Source ARN': 'arn:aws:sts::777788889999:assumed-role/writer' };
  expect(alert({ summary, actor: 'somebody' })).toEqual(['AWS::IAM::Role writer 777788889999']);
});
