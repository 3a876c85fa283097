import type { Reading } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { isObject, objectAt, textAt } from './fields.ts';
import { reading } from './reading.ts';

/** What CloudTrail Insights says about an unusual rate of calls or errors, in EventBridge's envelope or bare; nothing for another document. */
export function insightIn(document: JsonObject): JsonObject | undefined {
  const record = 'detail-type' in document ? objectAt(document, 'detail') : document;
  return textAt(record, 'eventCategory') === 'Insight' && isObject(record['insightDetails']) ? record : undefined;
}

/** About the account, in which many callers may have a part; it is no call, so nobody's habit. Its end says that it is over. */
export function readInsight(document: JsonObject, record: JsonObject, receivedAt: number): Reading {
  const details = objectAt(record, 'insightDetails');
  const account = textAt(record, 'recipientAccountId') ?? textAt(document, 'account');
  const what = `CloudTrail ${textAt(details, 'insightType') ?? 'insight'} of ${textAt(details, 'eventSource')}:${textAt(details, 'eventName')}`;
  return reading(record === document ? enveloped(record) : document, receivedAt, {
    what,
    title: what,
    found: account === undefined ? [] : [{ type: 'AWS::::Account', id: account }],
    account,
    region: textAt(record, 'awsRegion'),
    at: [textAt(record, 'eventTime')],
    id: textAt(record, 'eventID'),
    ...(textAt(details, 'state') === 'End' ? { more: { over: 'End' } } : {}),
  });
}

const enveloped = (record: JsonObject): JsonObject => ({
  version: '0',
  id: record['eventID'] ?? '',
  'detail-type': 'AWS Insight via CloudTrail',
  source: 'aws.cloudtrail',
  account: record['recipientAccountId'] ?? '',
  region: record['awsRegion'] ?? '',
  time: record['eventTime'] ?? '',
  resources: [],
  detail: record,
});
