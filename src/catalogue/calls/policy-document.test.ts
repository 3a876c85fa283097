import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { policyReach } from './policy-document.ts';

const policy = (statement: JsonObject): JsonObject => ({
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...statement }],
});
const narrowed = (operator: string, key: string, value: string): JsonObject =>
  policy({ Principal: '*', Condition: { [operator]: { [key]: value } } });

describe('everyone may call', () => {
  test.each<readonly [boolean, JsonObject]>([
    [true, policy({ Principal: '*' })],
    [true, policy({ Principal: { AWS: '*' } })],
    [true, policy({ Principal: { AWS: ['arn:aws:iam::111122223333:root', '*'] } })],
    [true, policy({ NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } })],
    [true, narrowed('StringNotEquals', 'aws:PrincipalOrgID', 'o-1')],
    [true, narrowed('Bool', 'aws:SecureTransport', 'true')],
    [true, narrowed('IpAddress', 'aws:SourceIp', '0.0.0.0/0')],
    [false, narrowed('StringEquals', 'aws:PrincipalOrgID', 'o-1')],
    [false, narrowed('ArnLike', 'aws:SourceArn', 'arn:aws:sns:eu-west-1:111122223333:t')],
    [false, narrowed('IpAddress', 'aws:SourceIp', '198.51.100.0/24')],
    [false, policy({ Principal: { Service: 'cloudtrail.amazonaws.com' } })],
    [false, policy({ Effect: 'Deny', Principal: '*' })],
  ])('%j by %j', (everyone, document) => {
    expect(policyReach(document).everyone).toBe(everyone);
    expect(policyReach({ policy: JSON.stringify(document) }).everyone).toBe(everyone);
    expect(policyReach({ policy: encodeURIComponent(JSON.stringify(document)) }).everyone).toBe(everyone);
  });
});

test('principals name their accounts once', () => {
  const document = policy({ Principal: { AWS: ['999988887777', 'arn:aws:iam::999988887777:role/x', 'arn:aws:iam::111122223333:root'] } });
  expect(policyReach(document).accounts).toEqual(['999988887777', '111122223333']);
});

test.each([
  [true, { Action: '*' }],
  [true, { Action: ['s3:*', 'iam:*'] }],
  [true, { NotAction: 'iam:*', Action: undefined }],
  [false, { Action: 's3:*' }],
  [false, { Action: '*', Resource: 'arn:aws:s3:::one/*' }],
  [false, { Action: '*', Principal: { AWS: '111122223333' } }],
])('an administrator: %j with %j', (administrator, statement) => {
  expect(policyReach(JSON.parse(JSON.stringify(policy(statement)))).administrator).toBe(administrator);
});
