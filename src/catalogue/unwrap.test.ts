import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Json } from '#domain/json.ts';
import { unwrap } from './unwrap.ts';

const event = { 'detail-type': 'Anything', source: 'aws.any', detail: { Records: [{ body: '{}' }] } };
const text = JSON.stringify(event);
const brief = (value: Json) => [...unwrap(value)].map((each) => ('drop' in each ? each.drop.because : each.document));
const notification = (message: string) => ({
  Type: 'Notification',
  TopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms',
  Message: message,
});

test('an EventBridge envelope stays whole, whatever is in its detail', () => {
  expect(brief(event)).toEqual([event]);
});

test('Lambda and SQS records, SNS notifications and arrays are opened, one around the other', () => {
  expect(
    brief({
      Records: [
        { eventSource: 'aws:sqs', body: text },
        { eventSource: 'aws:sqs', body: text },
      ],
    }),
  ).toEqual([event, event]);
  expect(brief({ Records: [{ EventSource: 'aws:sns', Sns: notification(text) }] })).toEqual([event]);
  expect(brief(notification(text))).toEqual([event]);
  expect(brief({ Records: [{ messageId: 'm', body: JSON.stringify(notification(JSON.stringify([event, event]))) }] })).toEqual([
    event,
    event,
  ]);
});

test('a record that was taken out of its list is opened too', () => {
  expect(brief({ messageId: 'm', eventSource: 'aws:sqs', body: text })).toEqual([event]);
  expect(brief({ EventSource: 'aws:sns', Sns: notification(text) })).toEqual([event]);
});

test('the records of a CloudTrail log file are documents', () => {
  const records = [
    { eventVersion: '1.11', eventName: 'A' },
    { eventVersion: '1.11', eventName: 'B' },
  ];
  expect(brief({ Records: records })).toEqual(records);
});

test('a CloudWatch Logs delivery gives its messages', () => {
  const data = gzipSync(JSON.stringify({ logEvents: [{ message: text }, { message: 'START RequestId' }, {}] })).toString('base64');
  expect(brief({ awslogs: { data } })).toEqual([event, 'not-json', 'malformed']);
  expect(brief({ awslogs: { data: 'no gzip' } })).toEqual(['malformed']);
});

test('what is no event is a drop with its reason, beside the events around it', () => {
  expect(
    brief({
      Records: [
        { messageId: 'm', body: 'hello' },
        { messageId: 'm', body: text },
      ],
    }),
  ).toEqual(['not-json', event]);
  expect(brief(['text', null, 3, event])).toEqual(['not-an-object', 'not-an-object', 'not-an-object', event]);
});

test('wrappers without end are refused', () => {
  let wrapped: Json = event;
  for (let depth = 0; depth < 5; depth++) wrapped = { Records: [{ messageId: 'm', body: JSON.stringify(wrapped) }] };
  expect(brief(wrapped)).toEqual(['too-deep']);
});
