import { expect, test } from 'vitest';
import type { Json, JsonObject } from '#domain/json.ts';
import { succeeded, withReadings } from './event-readings.ts';

const called = (requestParameters: Json, more: JsonObject = {}) => withReadings({ detail: { requestParameters }, ...more });
const policyOf = (statement: JsonObject | readonly JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement: statement });
const open = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

test.each<[string, JsonObject, readonly string[]]>([
  ['as text', { policy: JSON.stringify(policyOf([open])) }, ['everyone']],
  ['as JSON', { bucketPolicy: policyOf([open]) }, ['everyone']],
  ['with one statement that is no list', { policyText: JSON.stringify(policyOf(open)) }, ['everyone']],
  ['among attributes', { attributes: { DelaySeconds: '0', Policy: JSON.stringify(policyOf([open]), null, 2) } }, ['everyone']],
  ['as the value of one attribute', { attributeName: 'Policy', attributeValue: JSON.stringify(policyOf([open])) }, ['everyone']],
  ['URL-encoded', { policyDocument: encodeURIComponent(JSON.stringify(policyOf([everything]))) }, ['administration']],
  [
    'with its members in another order',
    { policy: '{"Statement":[{"Principal":{"AWS":["*"]},"Action":"*","Effect":"Allow"}]}' },
    ['everyone'],
  ],
  [
    'for everyone but one',
    { policy: JSON.stringify(policyOf([{ ...open, Principal: undefined, NotPrincipal: { AWS: '1' } }])) },
    ['everyone'],
  ],
  [
    'with a condition anyone can meet',
    { policy: JSON.stringify(policyOf([{ ...open, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }])) },
    ['everyone'],
  ],
  ['that allows everything to an identity', { policyDocument: JSON.stringify(policyOf([everything])) }, ['administration']],
  [
    'that allows everything but something',
    { policyDocument: JSON.stringify(policyOf([{ ...everything, Action: undefined, NotAction: 'iam:*' }])) },
    ['administration'],
  ],
])('a policy is read %s', (_, parameters, allowed) => {
  const read = called(JSON.parse(JSON.stringify(parameters)));
  expect(read).toMatchObject({ selfheal: { policyAllows: allowed } });
});

test.each<[string, JsonObject]>([
  ['a Deny', { policy: JSON.stringify(policyOf([{ ...open, Effect: 'Deny' }])) }],
  ['an account', { policy: JSON.stringify(policyOf([{ ...open, Principal: { AWS: 'arn:aws:iam::444455556666:root' } }])) }],
  ['a service', { policy: JSON.stringify(policyOf([{ ...open, Principal: { Service: 'sns.amazonaws.com' } }])) }],
  ...Object.entries({
    StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
    ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:*' },
    IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] },
    StringLike: { 'aws:SourceAccount': '111122223333' },
  }).map(([operator, keys]): [string, JsonObject] => [
    `everyone, narrowed by ${Object.keys(keys).join(' and ')}`,
    { policy: JSON.stringify(policyOf([{ ...open, Condition: { [operator]: keys } }])) },
  ]),
  ['a policy that is cut off', { policy: '{"Statement":[{"Effect":"Allow","Principal":"*"' }],
  ['no policy', { attributes: { VisibilityTimeout: '30' }, policy: '' }],
])('%s lets nobody in', (_, parameters) => {
  expect(called(parameters)).not.toHaveProperty('selfheal');
});

test('nobody else can say what we read', () => {
  expect(called({ policy: '' }, { selfheal: { policyAllows: ['everyone'] } })).toEqual({
    detail: { requestParameters: { policy: '' } },
    selfheal: null,
  });
});

test('an event without a policy stays the same object', () => {
  const event = { detail: { eventName: 'StopInstances', requestParameters: { instancesSet: {} } } };
  expect(withReadings(event)).toBe(event);
});

test('a call failed when AWS says with which error', () => {
  const ended = (errorCode: Json) => succeeded({ detail: { eventName: 'StopInstances', errorCode } });
  expect([ended('AccessDenied'), ended('Client.DryRunOperation'), ended(null), ended(''), succeeded({ detail: {} })]).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
});
