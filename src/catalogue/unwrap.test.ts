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

test('news that a log file was written are told as such', () => {
  const s3 = {
    Records: [{ eventVersion: '2.1', eventSource: 'aws:s3', s3: { bucket: { name: 'logs' }, object: { key: 'AWSLogs/1.json.gz' } } }],
  };
  const cloudtrail = { s3Bucket: 'logs', s3ObjectKey: ['AWSLogs/1.json.gz'] };
  expect([...brief(s3), ...brief(notification(JSON.stringify(cloudtrail)))]).toEqual(['only-a-pointer', 'only-a-pointer']);
  expect([...unwrap(cloudtrail)]).toMatchObject([{ drop: { detail: expect.stringContaining('AWSLogs/1.json.gz') } }]);
});

test('only the event of an application may carry another one, and what it carries is nobody’s word', () => {
  const carried = { ...event, source: 'my.app', detail: event };
  expect([...unwrap(carried)]).toEqual([{ document: event, forwarded: true }]);
  expect([...unwrap({ ...carried, source: 'aws.any' })]).toEqual([{ document: { ...carried, source: 'aws.any' }, forwarded: false }]);
  expect([...unwrap({ ...carried, detail: { order: 7 } })]).toEqual([{ document: { ...carried, detail: { order: 7 } }, forwarded: false }]);
});

test('wrappers without end are refused', () => {
  let wrapped: Json = event;
  for (let depth = 0; depth < 5; depth++) wrapped = { Records: [{ messageId: 'm', body: JSON.stringify(wrapped) }] };
  expect(brief(wrapped)).toEqual(['too-deep']);
});

test('a finding of Security Hub that another tool hands on is opened, and is not AWS’s word', () => {
  const finding = { ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub', Id: 'f', Resources: [] };
  const handedOn = { Notification: { State: 'SUCCESS' }, Finding: finding };
  expect([...unwrap(notification(JSON.stringify(handedOn)))]).toEqual([
    { document: finding, forwarded: true, topic: 'arn:aws:sns:eu-west-1:111122223333:alarms' },
  ]);
  expect(brief({ Finding: 'text' })).toEqual([{ Finding: 'text' }]);
});
