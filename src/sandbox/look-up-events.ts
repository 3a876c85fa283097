import type { Json, JsonObject } from '#domain/json.ts';
import type { DecodedCall } from './decode/decoded-call.ts';
import type { WireResponse } from './decode/wire-response.ts';
import type { EventStream } from './event-stream.ts';

/** Records a page has at most. */
const mostEvents = 50;
const usualSpanMs = 90 * 24 * 60 * 60_000;

/**
 * CloudTrail's event history, which moto lacks: LookupEvents answered from the calls that the proxy recorded. Unlike AWS it knows writes and new
 * sessions only, and knows them at once. Nothing for any other call.
 */
export function lookUpEvents(call: DecodedCall, account: string, events: EventStream): WireResponse | undefined {
  if (call.service !== 'cloudtrail' || call.operation !== 'LookupEvents') return undefined;
  const { LookupAttributes: wanted, StartTime: start, EndTime: end, MaxResults: most, NextToken: token } = call.input;
  const attributes = objects(wanted);
  const [from, to] = [secondsOf(start) * 1_000 || Date.now() - usualSpanMs, secondsOf(end) * 1_000 || Number.POSITIVE_INFINITY];
  const limit = Math.min(mostEvents, Number(most) || mostEvents);
  const before = Number(token) || Number.POSITIVE_INFINITY;
  const found: JsonObject[] = [];
  let next: string | undefined;
  for (const { seq, event } of events.after(0).toReversed()) {
    const record = event['detail'];
    if (seq >= before || event['detail-type'] !== 'AWS API Call via CloudTrail' || !isObject(record)) continue;
    const at = Date.parse(String(record['eventTime']));
    if (at < from - 1_000 || at > to || !isAt(call, record, account) || !attributes.every((each) => fits(each, record))) continue;
    if (found.length === limit) break;
    found.push(lookedUp(record, at));
    next = found.length === limit ? String(seq) : undefined;
  }
  const body = Buffer.from(JSON.stringify({ Events: found, ...(next === undefined ? {} : { NextToken: next }) }));
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body };
}

const isAt = (call: DecodedCall, record: JsonObject, account: string): boolean =>
  record['recipientAccountId'] === account && record['awsRegion'] === call.region;

/** Attributes as CloudTrail names them; a name it does not know fits nothing. */
function fits({ AttributeKey: key, AttributeValue: value }: JsonObject, record: JsonObject): boolean {
  switch (key) {
    case 'AccessKeyId':
      return identity(record)['accessKeyId'] === value;
    case 'EventId':
      return record['eventID'] === value;
    case 'EventName':
      return record['eventName'] === value;
    case 'EventSource':
      return record['eventSource'] === value;
    case 'ReadOnly':
      return String(record['readOnly']) === value;
    case 'ResourceName':
      return typeof value === 'string' && ['requestParameters', 'responseElements', 'resources'].some((part) => names(record[part], value));
    case 'Username':
      return userOf(record) === value;
    default:
      return false;
  }
}

const identity = (record: JsonObject): JsonObject => (isObject(record['userIdentity']) ? record['userIdentity'] : {});

/** The user's name, or the name of the session. */
function userOf(record: JsonObject): string {
  const { type, arn, userName } = identity(record);
  return type === 'Root'
    ? 'root'
    : String(
        userName ??
          String(arn ?? '')
            .split('/')
            .at(-1),
      );
}

/** Does a resource of that name occur, by itself or at the end of an ARN or path? */
function names(value: Json | undefined, name: string): boolean {
  if (typeof value === 'string')
    return value === name || (value.endsWith(name) && /[/:]/.test(value.charAt(value.length - name.length - 1)));
  if (Array.isArray(value)) return value.some((each: Json) => names(each, name));
  return isObject(value) && Object.values(value).some((each) => names(each, name));
}

function lookedUp(record: JsonObject, at: number): JsonObject {
  return {
    EventId: record['eventID'],
    EventName: record['eventName'],
    EventSource: record['eventSource'],
    EventTime: Math.floor(at / 1_000),
    ReadOnly: String(record['readOnly']),
    AccessKeyId: identity(record)['accessKeyId'],
    Username: userOf(record),
    Resources: objects(record['resources']).map(({ type, ARN: arn }) => ({
      ResourceType: type,
      ResourceName: String(arn).split(':').at(-1) ?? '',
    })),
    CloudTrailEvent: JSON.stringify(record),
  };
}

const secondsOf = (value: Json | undefined): number => (typeof value === 'string' ? Date.parse(value) / 1_000 : Number(value ?? 0)) || 0;
const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: Json | undefined): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
