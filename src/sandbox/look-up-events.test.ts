import { expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import type { DecodedCall } from './decode/decoded-call.ts';
import { eventStream } from './event-stream.ts';
import { lookUpEvents } from './look-up-events.ts';

const asked = (input: JsonObject, more: Partial<DecodedCall> = {}): DecodedCall => ({
  service: 'cloudtrail',
  eventSource: 'cloudtrail.amazonaws.com',
  operation: 'LookupEvents',
  protocol: 'json',
  input,
  region: 'us-east-1',
  accessKey: undefined,
  sessionToken: undefined,
  effect: 'read',
  mutating: false,
  model: undefined,
  ...more,
});

let count = 0;
const event = (eventName: string, { user = 'alice', ...record }: JsonObject = {}): JsonObject => ({
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventID: `e${++count}`,
    eventName,
    eventSource: 's3.amazonaws.com',
    eventTime: '2026-11-20T03:00:00Z',
    awsRegion: 'us-east-1',
    recipientAccountId: '123456789012',
    readOnly: false,
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::123456789012:user/${String(user)}`,
      userName: user,
      accessKeyId: `AKIA${String(user)}`,
    },
    requestParameters: { bucketName: 'media' },
    ...record,
  },
});
const session = { type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/dev/anna', accessKeyId: 'ASIA1' };

function history() {
  const events = eventStream();
  for (const each of [
    event('PutBucketPolicy'),
    event('CreateUser', { user: 'bob', requestParameters: { policyArn: 'arn:aws:iam::aws:policy/media' } }),
    event('DeleteBucket', { userIdentity: session, requestParameters: { bucketName: 'media-2' } }),
    event('PutBucketAcl', { eventTime: '2026-11-19T03:00:00Z' }),
    event('PutBucketTagging', { awsRegion: 'eu-west-1' }),
    event('PutBucketCors', { recipientAccountId: '210987654321' }),
    { 'detail-type': 'EC2 Instance State-change Notification', detail: { state: 'stopped' } },
  ])
    events.publish(each);
  return events;
}
const names = (input: JsonObject, more: Partial<DecodedCall> = {}): readonly string[] => {
  const { Events: found } = bodyOf(input, more);
  return found.map(({ EventName }) => EventName);
};
function bodyOf(input: JsonObject, more: Partial<DecodedCall> = {}) {
  const answer = lookUpEvents(asked(input, more), '123456789012', history());
  const body: {
    readonly Events: readonly { readonly EventName: string; readonly CloudTrailEvent: string }[];
    readonly NextToken?: string;
  } = JSON.parse(answer?.body.toString() ?? '');
  return body;
}
const by = (AttributeKey: string, AttributeValue: string): JsonObject => ({ LookupAttributes: [{ AttributeKey, AttributeValue }] });

test('the newest first, of the account and region that ask, with the whole record', () => {
  expect(names({})).toEqual(['PutBucketAcl', 'DeleteBucket', 'CreateUser', 'PutBucketPolicy']);
  expect(names({}, { region: 'eu-west-1' })).toEqual(['PutBucketTagging']);
  expect(JSON.parse(bodyOf({}).Events[0]?.CloudTrailEvent ?? '')).toMatchObject({
    eventName: 'PutBucketAcl',
    requestParameters: { bucketName: 'media' },
  });
});

test.each([
  [by('Username', 'alice'), ['PutBucketAcl', 'PutBucketPolicy']],
  [by('Username', 'anna'), ['DeleteBucket']],
  [by('AccessKeyId', 'ASIA1'), ['DeleteBucket']],
  [by('EventName', 'CreateUser'), ['CreateUser']],
  // By itself or at the end of an ARN, but not as a part of another name.
  [by('ResourceName', 'media'), ['PutBucketAcl', 'CreateUser', 'PutBucketPolicy']],
  [by('Colour', 'red'), []],
  [
    { StartTime: Date.parse('2026-11-20T00:00:00Z') / 1_000, EndTime: Date.parse('2026-11-21T00:00:00Z') / 1_000 },
    ['DeleteBucket', 'CreateUser', 'PutBucketPolicy'],
  ],
  [{ EndTime: '2026-11-20T00:00:00Z' }, ['PutBucketAcl']],
])('%j finds %j', (input, found) => expect(names(input)).toEqual(found));

test('a page at a time', () => {
  const { Events: first, NextToken: next } = bodyOf({ MaxResults: 3 });
  expect(first).toHaveLength(3);
  const { Events: rest, NextToken: none } = bodyOf({ MaxResults: 3, NextToken: next ?? '' });
  expect([rest.map(({ EventName }) => EventName), none]).toEqual([['PutBucketPolicy'], undefined]);
});

test('answers no other call', () => {
  expect(lookUpEvents(asked({}, { operation: 'DescribeTrails' }), '123456789012', history())).toBeUndefined();
});
