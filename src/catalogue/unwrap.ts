import { gunzipSync } from 'node:zlib';
import type { Json, JsonObject } from '#domain/json.ts';
import type { Drop } from '#domain/signal.ts';
import { isArray, isObject } from './sources/fields.ts';

/** A document out of its wrappers, or why there is none. */
type Unwrapped = { readonly document: JsonObject } | { readonly drop: Drop };

/** SQS in Lambda, in SNS, in an array: more wrappers than this is no delivery of AWS. */
const deepest = 8;
/** A CloudWatch Logs delivery is at most 1 MB before compression; more is a bomb. */
const largestLog = 8 * 1024 * 1024;

/** Yields the documents inside Lambda's and SQS's `Records`, SNS notifications, CloudWatch Logs deliveries, CloudTrail log files, answers of Security Hub's GetFindings and arrays; an EventBridge envelope stays whole, but several findings of Security Hub in one get one each. */
export function* unwrap(value: Json, depth = 0): Generator<Unwrapped> {
  if (depth > deepest) yield dropped('too-deep', `more than ${deepest} wrappers around each other`);
  else if (isArray(value)) for (const each of value) yield* unwrap(each, depth + 1);
  else if (!isObject(value))
    yield dropped('not-an-object', `an event is a JSON object, this is ${value === null ? 'null' : `a ${typeof value}`}`);
  else yield* unwrapObject(value, depth);
}

function* unwrapObject(value: JsonObject, depth: number): Generator<Unwrapped> {
  const { Records: records, Sns: sns, awslogs } = value;
  const inSqs =
    typeof value['body'] === 'string' && (value['eventSource'] === 'aws:sqs' || 'messageId' in value) ? value['body'] : undefined;
  if (isObject(value['detail']) && typeof value['detail-type'] === 'string') yield* eachFinding(value, value['detail']);
  else if (isArray(value['Findings'])) for (const finding of value['Findings']) yield* unwrap(finding, depth + 1);
  else if (isArray(records)) for (const record of records) yield* unwrap(record, depth + 1);
  else if (inSqs !== undefined) yield* unwrapText(inSqs, depth, 'SQS body');
  else if (isObject(sns)) yield* unwrap(sns, depth + 1);
  else if (value['Type'] === 'Notification' && typeof value['Message'] === 'string')
    yield* unwrapText(value['Message'], depth, 'SNS message');
  else if (isObject(awslogs) && typeof awslogs['data'] === 'string') yield* unwrapLogs(awslogs['data'], depth);
  else yield { document: value };
}

/** A custom action sends up to 100 findings at once; a pattern that fits one of them must not speak for the others. */
function* eachFinding(event: JsonObject, detail: JsonObject): Generator<Unwrapped> {
  const findings = event['source'] === 'aws.securityhub' ? detail['findings'] : undefined;
  if (isArray(findings) && findings.length > 1)
    for (const finding of findings) yield { document: { ...event, detail: { ...detail, findings: [finding] } } };
  else yield { document: event };
}

function* unwrapText(text: string, depth: number, what: string): Generator<Unwrapped> {
  const value = parse(text);
  if (value === undefined) yield dropped('not-json', `the ${what} is not JSON: ${text.slice(0, 60)}`);
  else yield* unwrap(value, depth + 1);
}

function* unwrapLogs(data: string, depth: number): Generator<Unwrapped> {
  const delivery = inflate(data);
  const events = isObject(delivery) ? delivery['logEvents'] : undefined;
  if (!isArray(events)) return yield dropped('malformed', 'the data of a CloudWatch Logs delivery is not gzip of its JSON');
  for (const event of events) {
    const message = isObject(event) ? event['message'] : undefined;
    if (typeof message === 'string') yield* unwrapText(message, depth, 'log message');
    else yield dropped('malformed', 'a log event without a message');
  }
}

function inflate(data: string): Json | undefined {
  try {
    return parse(gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: largestLog }).toString('utf8'));
  } catch {
    return undefined;
  }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const dropped = (because: string, detail: string): Unwrapped => ({ drop: { because, detail } });
