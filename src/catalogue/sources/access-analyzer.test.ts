import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { accessAnalyzer } from './access-analyzer.ts';
import { objectAt } from './fields.ts';

const parse = (document: JsonObject) => accessAnalyzer.parse(document, 1234, { trusted: true });
const detail = objectAt(accessAnalyzer.sample, 'detail');
const change = (more: JsonObject) => parse({ ...accessAnalyzer.sample, detail: { ...detail, ...more } });

test('a finding is an attested signal about the resource that others can reach', () => {
  expect(parse(accessAnalyzer.sample).signals[0]?.signal).toMatchObject({
    source: 'access-analyzer',
    rank: 'attested',
    title: 'Access Analyzer Finding: arn:aws:s3:::invoices-eu is public',
    at: Date.parse('2026-11-20T08:59:58Z'),
    resource: { type: 'AWS::S3::Bucket', id: 'invoices-eu', account: '111122223333', region: 'eu-west-1' },
  });
});

describe('what a finding is about', () => {
  test.each([
    ['AWS::IAM::Role', 'arn:aws:iam::111122223333:role/reader', 'AWS::IAM::Role reader'],
    ['AWS::KMS::Key', 'arn:aws:kms:eu-west-1:111122223333:key/5b0c', 'AWS::KMS::Key 5b0c'],
    [
      'AWS::S3Express::DirectoryBucket',
      'arn:aws:s3express:eu-west-1:111122223333:bucket/fast--euw1-az1--x-s3',
      'AWS::S3express::Bucket fast--euw1-az1--x-s3',
    ],
  ])('%s', (resourceType, resource, expected) => {
    expect(change({ resourceType, resource }).signals.map(({ signal: { resource } }) => `${resource.type} ${resource.id}`)).toEqual([
      expected,
    ]);
  });

  test('the owner of the resource, not the account of the analyzer, says where', () => {
    expect(change({ resourceOwnerAccount: '444455556666' }).signals[0]?.signal.resource.account).toBe('444455556666');
  });

  test('a preview is about the analyzer that makes it', () => {
    const preview = {
      ...accessAnalyzer.sample,
      'detail-type': 'Access Preview State Change',
      detail: { status: 'FAILED', region: 'eu-west-1' },
    };
    expect(parse(preview).signals[0]?.signal.resource).toMatchObject({ type: 'AWS::AccessAnalyzer::Analyzer', id: 'account' });
  });
});

test('a resource that could not be analysed is told as such', () => {
  expect(change({ error: 'ACCESS_DENIED', isPublic: false }).signals[0]?.signal.title).toBe(
    'Access Analyzer Finding: arn:aws:s3:::invoices-eu could not be analysed (ACCESS_DENIED)',
  );
});

test.each<JsonObject>([{ status: 'RESOLVED' }, { status: 'ARCHIVED' }, { isDeleted: true }])('%j says that it is over', (more) => {
  expect(change(more)).toMatchObject({
    signals: [{ signal: { over: more['status'] ?? 'deleted', resource: { id: 'invoices-eu' } } }],
    drops: [],
  });
});
