import { expect, test } from 'vitest';
import { exceptsFew, reachOf } from './policy-document-conditions.ts';

test.each([
  { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  { StringEquals: { 'AWS:SourceOwner': '123456789012' } },
  { StringEquals: { 'aws:SourceAccount': ['123456789012', '210987654321'] } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:123456789012:rule/*' } },
  { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::uploads' } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:uploads' } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws-us-gov:iam::123456789012:role/*' } },
  { StringLike: { 'aws:userid': 'AROAEXAMPLEEXAMPLE01:*' } },
  { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } },
  { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
  { IpAddress: { 'aws:SourceIp': ['203.0.113.7', '198.51.100.0/24', '2001:db8::/32'] } },
  { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1a2b3c4d' } },
])('names a few: %j', (condition) => expect(reachOf(condition)).toBe('few'));

test.each([
  undefined,
  {},
  { Bool: { 'aws:SecureTransport': true } },
  { StringLike: { 'aws:SourceAccount': '*' } },
  { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads-*' } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } },
  { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
  { IpAddress: { 'aws:SourceIp': ['203.0.113.7/32', '::/0'] } },
  { IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } },
  { StringLike: { 'aws:SourceAccount': ['123456789012', '2*'] } },
])('is met by everyone: %j', (condition) => expect(reachOf(condition)).toBe('everyone'));

test.each([
  [{ StringLike: { 'aws:Referer': 'https://shop.example/*' } }, 'StringLike on aws:Referer'],
  [{ StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }, 'StringEqualsIfExists on aws:SourceVpce'],
  [{ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, 'ForAllValues:StringEquals on aws:PrincipalOrgID'],
  [{ Null: { 'aws:PrincipalOrgID': 'false' } }, 'Null on aws:PrincipalOrgID'],
  [{ StringNotEquals: { 'aws:SourceAccount': '123456789012' } }, 'StringNotEquals on aws:SourceAccount'],
  [{ StringEquals: { 'aws:SourceAccount': '${aws:ResourceAccount}' } }, 'StringEquals on aws:SourceAccount'],
  [{ StringEquals: { 'aws:SourceAccount': [] } }, 'StringEquals on aws:SourceAccount'],
])('cannot tell what a person meant: %j', (condition, about) =>
  expect(reachOf(condition)).toEqual({ unclear: `its condition ${about} may be meant to narrow it` }),
);

test('one test that names a few is enough, whatever stands beside it', () =>
  expect(reachOf({ StringLike: { 'aws:Referer': '*' }, StringEquals: { 'aws:SourceAccount': '123456789012' } })).toBe('few'));

test('knows an exception for a few, and no other negative test', () => {
  expect(exceptsFew({ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })).toBe(true);
  expect(exceptsFew({ NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } })).toBe(true);
  expect(exceptsFew({ StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } })).toBe(false);
  expect(exceptsFew({ Bool: { 'aws:SecureTransport': 'false' } })).toBe(false);
});
