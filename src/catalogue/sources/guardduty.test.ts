import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { objectAt } from './fields.ts';
import { guardduty } from './guardduty.ts';

const parse = (document: JsonObject) => guardduty.parse(document, 1234, { trusted: true });
const finding = objectAt(guardduty.sample, 'detail');
const about = (more: JsonObject) =>
  parse({ ...finding, ...more }).signals.map(({ signal: { resource } }) => `${resource.type} ${resource.id}`);

test('a finding is an attested signal about the instance under threat', () => {
  expect(parse(guardduty.sample).signals[0]?.signal).toMatchObject({
    id: 'c1b0e1c2-8d0d-4e3b-9a5f-6a7b8c9d0e1f',
    rank: 'attested',
    title: expect.stringContaining('CryptoCurrency:EC2/BitcoinTool.B!DNS'),
    at: Date.parse('2026-11-20T08:57:30Z'),
    resource: { type: 'AWS::EC2::Instance', id: 'i-0abc1234def567890', account: '111122223333', region: 'eu-west-1' },
  });
});

test('a bare finding is reported; an archived one says that it is over', () => {
  expect(parse(finding).signals[0]?.signal.rank).toBe('reported');
  const archived = parse({ ...finding, service: { ...objectAt(finding, 'service'), archived: true } });
  expect(archived.signals[0]?.signal).toMatchObject({ over: 'archived', resource: { id: 'i-0abc1234def567890' } });
});

test('the account of the finding wins over that of the administrator who got the event', () => {
  expect(parse({ ...guardduty.sample, account: '999999999999' }).signals[0]?.signal.resource.account).toBe('111122223333');
});

describe('resources', () => {
  test.each<readonly [JsonObject, readonly string[]]>([
    [{ accessKeyDetails: { userType: 'IAMUser', userName: 'anna' } }, ['AWS::IAM::User anna']],
    [{ accessKeyDetails: { userType: 'AssumedRole', userName: 'reader' } }, ['AWS::IAM::Role reader']],
    [{ accessKeyDetails: { userType: 'Root', userName: 'Root' } }, ['AWS::::Account 111122223333']],
    [{ s3BucketDetails: [{ name: 'a' }, { name: 'b' }], accessKeyDetails: { userName: 'x' } }, ['AWS::S3::Bucket a', 'AWS::S3::Bucket b']],
    [{ lambdaDetails: { functionName: 'mail' } }, ['AWS::Lambda::Function mail']],
    [{ resourceType: 'AttackSequence' }, ['AWS::::Account 111122223333']],
  ])('%j', (resource, expected) => {
    expect(about({ resource })).toEqual(expected);
  });

  test('without one under threat it is what the call touched', () => {
    const action = { awsApiCallAction: { affectedResources: { 'AWS::IAM::Role': 'arn:aws:iam::111122223333:role/reader' } } };
    expect(about({ resource: {}, service: { serviceName: 'guardduty', action } })).toEqual(['AWS::IAM::Role reader']);
  });
});

test('whose key was used and from where is the actor', () => {
  const remote = { awsApiCallAction: { remoteIpDetails: { ipAddressV4: '198.51.100.7' } } };
  const resource = { accessKeyDetails: { userType: 'IAMUser', userName: 'anna', accessKeyId: 'AKIAEXAMPLE' } };
  expect(parse({ ...finding, resource, service: { serviceName: 'guardduty', action: remote } }).signals[0]?.signal.actor).toEqual({
    type: 'IAMUser',
    accessKey: 'AKIAEXAMPLE',
    sourceIp: '198.51.100.7',
  });
});
