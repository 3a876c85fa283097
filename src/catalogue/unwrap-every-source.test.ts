import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readDocuments } from '#adapters/files/documents.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { openCatalogue } from './catalogue.ts';
import { cloudtrail } from './sources/cloudtrail.ts';
import { objectAt } from './sources/fields.ts';
import { sources } from './sources/index.ts';

const catalogue = await openCatalogue();
const record = objectAt(cloudtrail.sample, 'detail');

const text = (value: Json) => JSON.stringify(value);
const base64 = (value: string | Buffer) => Buffer.from(value).toString('base64');
const sqs = (body: string): JsonObject => ({
  messageId: '1b2c3d4e',
  receiptHandle: 'AQEB',
  body,
  attributes: { ApproximateReceiveCount: '1' },
  messageAttributes: {},
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:events',
  awsRegion: 'eu-west-1',
});
const sns = (Message: string): JsonObject => ({
  Type: 'Notification',
  MessageId: '2c3d4e5f',
  TopicArn: 'arn:aws:sns:eu-west-1:111122223333:events',
  Message,
  Timestamp: '2026-11-20T09:00:00.000Z',
});
const lambda = (...records: readonly JsonObject[]): JsonObject => ({ Records: records });
const log = (...messages: readonly string[]): JsonObject => ({
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: 'events',
  logEvents: messages.map((message, id) => ({ id: `${id}`, timestamp: 1, message })),
});
const forwarded = (detail: JsonObject): JsonObject => ({
  version: '0',
  id: 'f1',
  'detail-type': 'Forwarded',
  source: 'com.example.hub',
  account: '999988887777',
  region: 'us-east-1',
  time: '2026-11-20T09:00:01Z',
  resources: [],
  detail,
});

/** `rank` where the wrapper decides it: anyone could have written what is in there. */
type Wrapper = readonly [name: string, wrap: (document: JsonObject) => Json, rank?: 'reported'];

const wrappers: readonly Wrapper[] = [
  ['nothing', (document) => document],
  ['a list', (document) => [document]],
  ['an SQS message that Lambda received', (document) => lambda(sqs(text(document)))],
  ['an SQS message alone', (document) => sqs(text(document))],
  ['an SQS message as the API gives it', (document) => ({ Messages: [{ MessageId: 'm', ReceiptHandle: 'r', Body: text(document) }] })],
  ['an SNS notification', (document) => sns(text(document))],
  ['an SNS notification that Lambda received', (document) => lambda({ EventSource: 'aws:sns', Sns: sns(text(document)) })],
  ['SNS in SQS', (document) => lambda(sqs(text(sns(text(document)))))],
  ['SNS in SQS in Lambda, sent on by SQS', (document) => lambda(sqs(text(lambda(sqs(text(sns(text(document))))))))],
  ['a failed call of a Lambda function', (document) => ({ requestContext: { condition: 'RetriesExhausted' }, requestPayload: document })],
  [
    'a failed call of a Lambda function in SQS',
    (document) => sqs(text({ requestContext: {}, requestPayload: lambda(sqs(text(document))) })),
  ],
  ['a Kinesis record', (document) => lambda({ kinesis: { data: base64(text(document)) }, eventSource: 'aws:kinesis' })],
  [
    'a Kinesis record in a batch of EventBridge Pipes',
    (document) => [{ partitionKey: 'p', sequenceNumber: '1', data: base64(text(document)), eventSource: 'aws:kinesis' }],
  ],
  [
    'a Kinesis record as the API gives it',
    (document) => ({ Records: [{ SequenceNumber: '1', PartitionKey: 'p', Data: base64(text(document)) }] }),
  ],
  ['an SQS message that was encoded twice', (document) => sqs(JSON.stringify(text(document)))],
  ['a Firehose record', (document) => ({ invocationId: 'i', records: [{ recordId: 'r', data: base64(text(document)) }] })],
  ['a CloudWatch Logs delivery', (document) => ({ awslogs: { data: base64(gzipSync(text(log(text(document))))) } })],
  ['a CloudWatch Logs delivery in Kinesis', (document) => lambda({ kinesis: { data: base64(gzipSync(text(log(text(document))))) } })],
  ['gzip in an SQS message', (document) => sqs(base64(gzipSync(text(document))))],
  ['somebody else’s event', forwarded, 'reported'],
  ['somebody else’s event in SNS in SQS', (document) => lambda(sqs(text(sns(text(forwarded(document)))))), 'reported'],
  ['a queue’s messages in somebody else’s event', (document) => forwarded(lambda(sqs(text(document)))), 'reported'],
];

/** What is forwarded is an event of a bus; a plan of Terraform is none. */
const enveloped = sources.filter(({ sample }) => 'detail-type' in sample);

describe.each(wrappers.map(([name, wrap, rank]) => ({ name, wrap, rank })))('in $name', ({ wrap, rank }) => {
  const samples = (rank === undefined ? sources : enveloped).map((source) => [source.id, source.sample] as const);
  test.each(samples)('the sample of %s is the signal that it is alone', (_id, sample) => {
    const alone = catalogue.parse(sample, 1, { trusted: true });
    const wrapped = catalogue.parse(wrap(sample), 1, { trusted: true });
    expect(alone.signals.length).toBeGreaterThan(0);
    const expected = alone.signals.map(({ signal, event }) => ({ event, signal: rank === undefined ? signal : { ...signal, rank } }));
    expect(wrapped).toEqual({ drops: [], signals: expected });
  });
});

describe('CloudTrail', () => {
  const another = { ...record, eventID: '8e1f2a3b', eventName: 'PutBucketAcl' };
  const operations = (document: Json) =>
    catalogue.parse(document, 1, { trusted: true }).signals.map(({ signal }) => `${signal.operation} ${signal.resource.id}`);
  const both = ['s3:DeleteBucketPublicAccessBlock invoices-eu', 's3:PutBucketAcl invoices-eu'];

  test.each<readonly [string, Json]>([
    ['a log file', { Records: [record, another] }],
    ['a list of records', [record, another]],
    ['a log file in SQS', sqs(text({ Records: [record, another] }))],
    ['a log file in SNS in SQS', lambda(sqs(text(sns(text({ Records: [record, another] })))))],
    ['JSON lines in SQS', sqs(`${text(record)}\n${text(another)}\n`)],
    ['JSON lines in gzip in Kinesis', lambda({ kinesis: { data: base64(gzipSync(`${text(record)}\n${text(another)}`)) } })],
    ['log lines of CloudWatch Logs', { awslogs: { data: base64(gzipSync(text(log(text(record), text(another))))) } }],
    ['somebody else’s event', forwarded({ Records: [record, another] })],
  ])('both records out of %s', (_form, document) => {
    expect(operations(document)).toEqual(both);
  });

  test.each<readonly [string, string | Buffer]>([
    ['a log file', text({ Records: [record, another] })],
    ['a log file in gzip', gzipSync(text({ Records: [record, another] }))],
    ['JSON lines', `${text(record)}\n${text(another)}\n`],
    ['JSON lines in gzip', gzipSync(`${text(record)}\n${text(another)}\n`)],
    ['JSON lines, enveloped and wrapped', `${text(sqs(text(cloudtrail.sample)))}\n${text(sns(text(another)))}\n`],
  ])('both records out of a file of %s', async (_form, content) => {
    const folder = await mkdtemp(join(tmpdir(), 'selfheal-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'events.json'), content);
    const found: string[] = [];
    for await (const read of readDocuments(join(folder, 'events.json')))
      found.push(...('document' in read ? operations(read.document) : [String(read.error)]));
    expect(found).toEqual(both);
  });
});

describe('messages that do not say in which region they were sent', () => {
  const alarm = {
    AlarmName: 'old',
    AWSAccountId: '111122223333',
    NewStateValue: 'ALARM',
    OldStateValue: 'OK',
    StateChangeTime: '2026-11-20T09:00:00.000+0000',
    Region: 'EU - Ireland',
    Trigger: { MetricName: 'CPUUtilization', Namespace: 'AWS/EC2', Dimensions: [{ name: 'InstanceId', value: 'i-0abc1234def567890' }] },
  };
  const hook = {
    AccountId: '111122223333',
    AutoScalingGroupName: 'web',
    LifecycleHookName: 'drain',
    LifecycleActionToken: '2b1c0d9e',
    LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
    EC2InstanceId: 'i-0abc1234def567890',
    Time: '2026-11-20T09:00:00.000Z',
  };
  const places = (document: Json) =>
    catalogue.parse(document, 1, { trusted: true }).signals.map(({ signal: { resource } }) => `${resource.id} ${resource.region}`);

  test.each<readonly [JsonObject, string]>([
    [alarm, 'i-0abc1234def567890 eu-west-1'],
    [hook, 'web eu-west-1'],
  ])('%o is in the region of its topic, and nowhere out of a queue alone', (document, expected) => {
    expect(places(lambda(sqs(text(sns(text(document))))))).toEqual([expected]);
    expect(places(sqs(text(document)))).toEqual([]);
  });
});
