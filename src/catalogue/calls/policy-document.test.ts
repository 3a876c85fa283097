import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { policyReach } from './policy-document.ts';

const policy = (statement: JsonObject): JsonObject => ({
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...statement }],
});
const narrowed = (operator: string, key: string, value: string): JsonObject =>
  policy({ Principal: '*', Condition: { [operator]: { [key]: value } } });

const trust = (condition: JsonObject): JsonObject =>
  policy({
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
    Condition: condition,
  });

describe('everyone may call', () => {
  test.each<readonly [boolean, JsonObject]>([
    [true, policy({ Principal: '*' })],
    [true, policy({ Principal: { AWS: '*' } })],
    [true, policy({ Principal: { AWS: ['arn:aws:iam::111122223333:root', '*'] } })],
    [true, trust({ StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } })],
    [true, trust({ StringLike: { 'token.actions.githubusercontent.com:sub': '*' } })],
    [false, trust({ StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:octo/app:*' } })],
    [false, policy({ Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/1' } })],
    [true, policy({ NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } })],
    [true, narrowed('StringNotEquals', 'aws:PrincipalOrgID', 'o-1')],
    [true, narrowed('Bool', 'aws:SecureTransport', 'true')],
    [true, narrowed('StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-1')],
    [true, narrowed('ForAllValues:StringLike', 'aws:PrincipalOrgPaths', 'o-1/r-1/*')],
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
  [true, { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
  [true, { Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:111122223333:*' } } }],
  [true, { Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': ['111122223333'] } } }],
  [true, { Effect: 'Deny', Principal: '*' }],
  [false, { Principal: { Service: 'sns.amazonaws.com' } }],
  [false, { Principal: { AWS: 'arn:aws:iam::111122223333:root', Service: 'sns.amazonaws.com' } }],
  [false, { Principal: '*', Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } } }],
  [true, { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
  [false, { Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.7/32' } } }],
  [false, { NotPrincipal: { AWS: '111122223333' }, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }],
  [false, { Principal: { CanonicalUser: '79a59df900b949e5' } }],
  [false, { Principal: { AWS: 'AIDACKCEVSQ6C2EXAMPLE' } }],
])('is plain: %j with %j', (plain, statement) => {
  expect(policyReach(JSON.parse(JSON.stringify(policy(statement)))).plain).toBe(plain);
});

test.each([
  [true, { Action: '*' }],
  [true, { Action: ['iam:PutUserPolicy'] }],
  [false, { Action: ['iam:PutUserPolicy'], Resource: 'arn:aws:iam::111122223333:user/one' }],
  [false, { Action: ['iam:GetUser', 'iam:PassRole'] }],
  [true, { Action: ['s3:*', 'iam:*'] }],
  [true, { NotAction: 'iam:*', Action: undefined }],
  [false, { Action: 's3:*' }],
  [false, { Action: '*', Resource: 'arn:aws:s3:::one/*' }],
  [false, { Action: '*', Principal: { AWS: '111122223333' } }],
])('an administrator: %j with %j', (administrator, statement) => {
  expect(policyReach(JSON.parse(JSON.stringify(policy(statement)))).administrator).toBe(administrator);
});
