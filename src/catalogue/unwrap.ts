import type { Json, JsonObject } from '#domain/json.ts';
import type { Drop } from '#domain/signal.ts';
import { isArray, isObject } from './sources/fields.ts';
import { documentsInText } from './unwrap-text.ts';

/** A document out of its wrappers, or why there is none. `forwarded`: somebody put it into an event of their own, so nothing in it is AWS's word. `topic`: the ARN of the SNS topic that it was published to. */
type Unwrapped = { readonly document: JsonObject; readonly forwarded: boolean; readonly topic?: string } | { readonly drop: Drop };

/** How far in we are, and whether somebody else's event is around it. */
interface Around {
  readonly depth: number;
  readonly forwarded: boolean;
  readonly topic?: string;
}

/** SQS in Lambda, in SNS, in an array: more wrappers than this is no delivery of AWS. */
const deepest = 8;

/**
 * Yields the documents inside Lambda's, SQS's, Kinesis's and Firehose's records, SNS notifications, CloudWatch Logs deliveries, CloudTrail log files, answers of Security
 * Hub's GetFindings, events and findings that somebody forwarded in messages of their own, and arrays. AWS's own EventBridge envelope stays whole, but several findings of Security Hub in one get one each.
 */
export function* unwrap(value: Json, around: Around = { depth: 0, forwarded: false }): Generator<Unwrapped> {
  if (around.depth > deepest) yield dropped('too-deep', `more than ${deepest} wrappers around each other`);
  else if (isArray(value)) for (const each of value) yield* unwrap(each, inside(around));
  else if (typeof value === 'string' && /^\s*[[{]/.test(value)) yield* unwrapText(value, 'text', around);
  else if (!isObject(value))
    yield dropped('not-an-object', `an event is a JSON object, this is ${value === null ? 'null' : `a ${typeof value}`}`);
  else yield* unwrapObject(value, around);
}

const inside = (around: Around): Around => ({ ...around, depth: around.depth + 1 });

function* unwrapObject(value: JsonObject, around: Around): Generator<Unwrapped> {
  if (isObject(value['detail']) && typeof value['detail-type'] === 'string') return yield* unwrapEvent(value, value['detail'], around);
  const list = [value['Records'], value['records'], value['Findings'], value['findings'], value['Messages']].find(isArray);
  const text = textIn(value);
  const { Sns: sns, awslogs, requestPayload } = value;
  if (list !== undefined) for (const each of list) yield* unwrap(each, inside(around));
  else if (text !== undefined) yield* unwrapText(text.text, text.what, { ...around, ...publishedIn(value) });
  else if (isObject(sns)) yield* unwrap(sns, inside(around));
  else if (isObject(requestPayload) && 'requestContext' in value) yield* unwrap(requestPayload, inside(around));
  else if (isObject(awslogs) && typeof awslogs['data'] === 'string') yield* unwrapLogs(awslogs['data'], around);
  else if (value['messageType'] === 'DATA_MESSAGE' && isArray(value['logEvents'])) yield* unwrapLogEvents(value['logEvents'], around);
  else if (isFinding(value['Finding'])) yield* unwrap(value['Finding'], { ...inside(around), forwarded: true });
  else yield fileNamedIn(value) ?? { document: value, ...carried(around) };
}

/** What the wrappers say about a document. */
const carried = ({ forwarded, topic }: Around): Omit<Around, 'depth'> => ({ forwarded, ...(topic === undefined ? {} : { topic }) });

const publishedIn = ({ TopicArn: topic }: JsonObject): { readonly topic?: string } => (typeof topic === 'string' ? { topic } : {});

/** Tools that work on findings of Security Hub hand them on under this name (Automated Security Response on AWS does). */
const isFinding = (value: Json | undefined): value is JsonObject =>
  isObject(value) && typeof value['ProductArn'] === 'string' && isArray(value['Resources']);

/** S3 and CloudTrail tell that a log file is there, not what is in it. */
function fileNamedIn({ s3, s3Bucket: bucket, s3ObjectKey: keys, eventSource }: JsonObject): Unwrapped | undefined {
  const written = eventSource === 'aws:s3' && isObject(s3) && isObject(s3['object']) ? s3['object']['key'] : undefined;
  const key = typeof bucket === 'string' && isArray(keys) ? keys[0] : written;
  return typeof key === 'string'
    ? dropped('only-a-pointer', `it names the file ${key.slice(0, 200)}; send what is in the file`)
    : undefined;
}

/** The text that a wrapper carries: an SQS message as Lambda and as the API give it, an SNS notification, a record of Kinesis (in Lambda, in Pipes, as the API gives it) and of Firehose. */
function textIn(value: JsonObject): { readonly text: string; readonly what: string } | undefined {
  const { body, Body, Message: message, kinesis, data, Data: record } = value;
  if (typeof body === 'string' && (value['eventSource'] === 'aws:sqs' || 'messageId' in value)) return { text: body, what: 'SQS body' };
  if (typeof Body === 'string' && 'MessageId' in value) return { text: Body, what: 'SQS body' };
  if (typeof message === 'string' && value['Type'] === 'Notification') return { text: message, what: 'SNS message' };
  if (isObject(kinesis) && typeof kinesis['data'] === 'string') return { text: kinesis['data'], what: 'Kinesis record' };
  if (typeof data === 'string' && value['eventSource'] === 'aws:kinesis') return { text: data, what: 'Kinesis record' };
  if (typeof record === 'string' && 'PartitionKey' in value) return { text: record, what: 'Kinesis record' };
  return typeof data === 'string' && 'recordId' in value ? { text: data, what: 'Firehose record' } : undefined;
}

/** An event of AWS stays whole, whatever is in its detail; an application's own event may carry one that it forwards. */
function* unwrapEvent(event: JsonObject, detail: JsonObject, around: Around): Generator<Unwrapped> {
  const ofAws = typeof event['source'] === 'string' && event['source'].startsWith('aws.');
  if (!ofAws && isWrapper(detail)) return yield* unwrap(detail, { ...inside(around), forwarded: true });
  const findings = event['source'] === 'aws.securityhub' ? detail['findings'] : undefined;
  // A custom action sends up to 100 findings at once; a pattern that fits one of them must not speak for the others.
  if (isArray(findings) && findings.length > 1)
    for (const finding of findings) yield { document: { ...event, detail: { ...detail, findings: [finding] } }, ...carried(around) };
  else yield { document: event, ...carried(around) };
}

const isWrapper = (detail: JsonObject): boolean =>
  (isObject(detail['detail']) && typeof detail['detail-type'] === 'string') ||
  isArray(detail['Records']) ||
  isArray(detail['Findings']) ||
  isFinding(detail['Finding']) ||
  (detail['Type'] === 'Notification' && typeof detail['Message'] === 'string');

function* unwrapText(text: string, what: string, around: Around): Generator<Unwrapped> {
  const documents = documentsInText(text);
  if (documents === undefined) yield dropped('not-json', `the ${what} is not JSON: ${text.slice(0, 60)}`);
  else for (const document of documents) yield* unwrap(document, inside(around));
}

function* unwrapLogs(data: string, around: Around): Generator<Unwrapped> {
  const [delivery] = documentsInText(data) ?? [];
  const events = isObject(delivery) ? delivery['logEvents'] : undefined;
  if (isArray(events)) yield* unwrapLogEvents(events, around);
  else yield dropped('malformed', 'the data of a CloudWatch Logs delivery is not gzip of its JSON');
}

function* unwrapLogEvents(events: readonly Json[], around: Around): Generator<Unwrapped> {
  for (const event of events) {
    const message = isObject(event) ? event['message'] : undefined;
    if (typeof message === 'string') yield* unwrapText(message, 'log message', around);
    else yield dropped('malformed', 'a log event without a message');
  }
}

const dropped = (because: string, detail: string): Unwrapped => ({ drop: { because, detail } });
