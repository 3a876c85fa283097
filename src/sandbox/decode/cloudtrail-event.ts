import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '#domain/json.ts';
import type { DecodedCall } from './decoded-call.ts';
import { eventName } from './event-name.ts';
import { masked } from './mask.ts';
import { ec2Elements, ec2Parameters } from './trail-ec2.ts';
import { trailNames } from './trail-names.ts';
import { s3Parameters } from './trail-s3.ts';
import type { WireRequest } from './wire-request.ts';
import { errorOf, outputOf, type WireResponse } from './wire-response.ts';

/** Services of which all events are recorded in us-east-1, whatever region signed the call. */
const globalServices = new Set(['iam', 'route53', 'cloudfront', 'organizations', 'waf', 'shield', 'support', 'budgets', 'ce']);

export interface Recorded {
  readonly call: DecodedCall;
  readonly request: WireRequest;
  readonly response: WireResponse;
  readonly requestId: string;
  /** CloudTrail's `userIdentity` of the caller. */
  readonly userIdentity: JsonObject;
  readonly account: string;
  readonly sourceIp: string;
  /** Epoch milliseconds at which the call arrived. */
  readonly at: number;
}

/** The event that EventBridge delivers for a call: the CloudTrail record in its envelope, `AWS API Call via CloudTrail`. */
export function cloudTrailEvent(recorded: Recorded): JsonObject {
  const { call, request, requestId, account } = recorded;
  const time = new Date(recorded.at).toISOString().replace(/\.\d+Z$/, 'Z');
  const region = globalServices.has(call.service) ? 'us-east-1' : call.region;
  const eventSource = call.eventSource;
  const failed = recorded.response.status >= 400;
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${eventSource.split('.')[0]}`,
    account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: recorded.userIdentity,
      eventTime: time,
      eventSource,
      eventName: eventName(call),
      awsRegion: region,
      sourceIPAddress: recorded.sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
      ...(failed ? failure(call, recorded.response) : {}),
      requestParameters: requestParameters(call, request),
      responseElements: failed ? null : responseElements(call, recorded.response, requestId),
      requestID: requestId,
      eventID: randomUUID(),
      readOnly: call.effect === 'session',
      ...(call.protocol === 's3' && typeof call.input['Bucket'] === 'string' ? { resources: [bucket(call.input['Bucket'], account)] } : {}),
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
    },
  };
}

const bucket = (name: string, accountId: string): JsonObject => ({ accountId, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${name}` });

function requestParameters(call: DecodedCall, request: WireRequest): JsonObject | null {
  const shape = call.model?.input();
  const input = masked(call.input, shape) as JsonObject;
  if (call.protocol === 's3' || call.service === 's3control') return s3Parameters(call, request);
  if (call.protocol === 'ec2') return ec2Parameters(call.operation, input, shape);
  return orNull(trailNames(input, shape) as JsonObject);
}

function responseElements(call: DecodedCall, response: WireResponse, requestId: string): JsonObject | null {
  const shape = call.model?.output();
  const output = masked(outputOf(call, response), shape) as JsonObject;
  if (call.protocol === 'ec2') return ec2Elements(output, shape, requestId);
  return orNull(trailNames(output, shape) as JsonObject);
}

const orNull = (value: JsonObject): JsonObject | null => (Object.keys(value).length === 0 ? null : value);

function failure(call: DecodedCall, response: WireResponse): Readonly<Record<string, Json>> {
  const { code, message } = errorOf(response);
  return { errorCode: trailCode(call, code, response.status), errorMessage: message };
}

/** EC2 says whose fault it is, IAM keeps the exception's name, and a denial has one name everywhere. */
function trailCode(call: DecodedCall, code: string, status: number): string {
  if (call.protocol === 'ec2') return `${status >= 500 && code !== 'RequestLimitExceeded' ? 'Server' : 'Client'}.${code}`;
  if (code === 'AccessDeniedException') return 'AccessDenied';
  if (call.service === 'iam' && code !== 'AccessDenied' && !code.endsWith('Exception')) return `${code}Exception`;
  return code;
}
