import { expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { cloudtrail } from './cloudtrail.ts';
import { objectAt } from './fields.ts';
import { vanta } from './vanta.ts';

const parse = (document: JsonObject) => vanta.parse(document, 1234, { trusted: true });
const detail = objectAt(vanta.sample, 'detail');

test('a failed test is a reported signal with the control that failed', () => {
  expect(parse(vanta.sample).signals[0]?.signal).toEqual({
    id: '5b1c9a9e-1b0c-4f0e-8a43-6f2f7f6b1d90',
    source: 'vanta',
    rank: 'reported',
    title: 'Vanta: S3 Bucket Block Public Access: Block Public Access not enabled',
    at: Date.parse('2026-11-20T09:00:00Z'),
    resource: {
      type: 'AWS::S3::Bucket',
      id: 'invoices-eu',
      arn: 'arn:aws:s3:::invoices-eu',
      partition: 'aws',
      account: '111122223333',
      region: 'eu-west-1',
    },
    controls: ['vanta:s3-bucket-block-public-access'],
  });
});

test('it names the bucket as CloudTrail does', () => {
  const { arn: _, ...ofVanta } = parse(vanta.sample).signals[0]?.signal.resource ?? { arn: undefined };
  expect(cloudtrail.parse(cloudtrail.sample, 0, { trusted: true }).signals[0]?.signal.resource).toEqual(ofVanta);
});

test('a bare detail is read where it says account and region', () => {
  const role = { ...detail, resource_arn: 'arn:aws:iam::111122223333:role/reader' };
  expect(parse({ ...detail, account_id: '111122223333', region: 'eu-west-1' }).signals[0]).toMatchObject({
    signal: { at: 1234, resource: { id: 'invoices-eu', account: '111122223333', region: 'eu-west-1' } },
    event: { source: 'vanta.compliance', 'detail-type': 'Test Failed' },
  });
  expect(parse(role).signals[0]?.signal.resource).toMatchObject({ id: 'reader', region: 'global' });
  expect(parse(detail).drops).toMatchObject([{ because: 'no-account' }]);
});

test('what cannot be used is dropped with the reason', () => {
  const change = (more: JsonObject) => parse({ ...vanta.sample, detail: { ...detail, ...more } }).drops[0]?.because;
  expect(change({ resource_arn: 'my-bucket' })).toBe('no-resource');
  expect(change({ test_name: 3 })).toBe('malformed');
  expect(parse({ ...vanta.sample, 'detail-type': 'Test Created' }).drops).toMatchObject([{ because: 'not-a-failure' }]);
});

test('a test that passed says that it is over, and names no control that failed', () => {
  const [only] = parse({ ...vanta.sample, 'detail-type': 'Test Passed' }).signals;
  expect(only?.signal).toMatchObject({ over: 'passed', title: 'Vanta: S3 Bucket Block Public Access: passed' });
  expect(only?.signal.controls).toBeUndefined();
});
