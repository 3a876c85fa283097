import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { objectAt } from './fields.ts';
import { inspector } from './inspector.ts';

const parse = (document: JsonObject) => inspector.parse(document, 1234, { trusted: true });
const detail = objectAt(inspector.sample, 'detail');
const change = (more: JsonObject, around: JsonObject = {}) => parse({ ...inspector.sample, ...around, detail: { ...detail, ...more } });
const about = (parsed: ReturnType<typeof parse>) => parsed.signals.map(({ signal: { resource } }) => `${resource.type} ${resource.id}`);

test('a finding is an attested signal about the instance, at the time that Inspector means in UTC', () => {
  expect(parse(inspector.sample).signals[0]?.signal).toMatchObject({
    source: 'inspector',
    rank: 'attested',
    title: 'Inspector: CRITICAL CVE-2026-0001 - openssl',
    at: Date.parse('2026-11-20T08:59:58Z'),
    resource: { type: 'AWS::EC2::Instance', id: 'i-0abc1234def567890', account: '111122223333', region: 'eu-west-1' },
  });
});

describe('every resource of a finding is a signal', () => {
  test.each<readonly [string, readonly string[]]>([
    ['arn:aws:ecr:eu-west-1:111122223333:repository/web/sha256:0a1b', ['AWS::ECR::Repository web']],
    ['arn:aws:lambda:eu-west-1:111122223333:function:mail:$LATEST', ['AWS::Lambda::Function mail']],
    ['i-1', ['AWS::EC2::Instance i-1']],
  ])('%s', (id, expected) => {
    expect(about(change({ resources: [{ id }] }))).toEqual(expected);
  });

  test('two of them are two, with ids of their own', () => {
    const { signals } = change({ resources: [{ id: 'i-1' }, { id: 'i-2' }] });
    expect(about({ signals, drops: [] })).toEqual(['AWS::EC2::Instance i-1', 'AWS::EC2::Instance i-2']);
    expect(new Set(signals.map(({ signal }) => signal.id)).size).toBe(2);
  });
});

test('a scan is about the repository that the event lists, coverage about the instance', () => {
  const repository = 'arn:aws:ecr:eu-west-1:111122223333:repository/web';
  const scan = {
    ...inspector.sample,
    'detail-type': 'Inspector2 Scan',
    resources: [repository],
    detail: { 'scan-status': 'INITIAL_SCAN_COMPLETE' },
  };
  const coverage = {
    ...inspector.sample,
    'detail-type': 'Inspector2 Coverage',
    resources: ['i-1'],
    detail: { scanStatus: { status: 'INACTIVE' } },
  };
  expect([scan, coverage].flatMap((event) => about(parse(event)))).toEqual(['AWS::ECR::Repository web', 'AWS::EC2::Instance i-1']);
});

test.each(['CLOSED', 'SUPPRESSED'])('a finding that is %s says so, and that it is over', (status) => {
  expect(change({ status })).toMatchObject({ signals: [{ signal: { over: status } }], drops: [] });
});

test('a finding that names nothing is dropped', () => {
  expect(change({ resources: [] }, { resources: [] }).drops).toMatchObject([{ because: 'no-resource' }]);
});
