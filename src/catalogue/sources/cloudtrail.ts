import { defineSource, type Reading } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { canonical, sha256 } from '#domain/json.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { accountInAnswer } from './account-in-answer.ts';
import { actorOf } from './actor-of.ts';
import { objectAt, textAt } from './fields.ts';
import { placeOf, timeOf } from './place-of.ts';
import { dropped } from './reading.ts';
import { isAccount, resourceRef } from './resource-name.ts';
import { resourcesOfCall } from './resource-of-call.ts';
import { insightIn, readInsight } from './trail-insight.ts';

const detailTypes: Readonly<Record<string, string>> = {
  AwsApiCall: 'AWS API Call via CloudTrail',
  AwsConsoleAction: 'AWS Console Action via CloudTrail',
  AwsConsoleSignIn: 'AWS Console Sign In via CloudTrail',
  AwsServiceEvent: 'AWS Service Event via CloudTrail',
};

/** CloudTrail records: as EventBridge delivers them, and bare, as in log files. */
export const cloudtrail = defineSource({
  id: 'cloudtrail',
  title: 'AWS CloudTrail: API calls, console sign-ins, service events and insights',
  sample: {
    version: '0',
    id: 'a2d8c1c5-6c1f-4b7e-9c6d-3f0f4b7f8a11',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/Developer/anna',
        accountId: '111122223333',
        accessKeyId: 'ASIAEXAMPLEEXAMPLE00',
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            arn: 'arn:aws:iam::111122223333:role/Developer',
            accountId: '111122223333',
            userName: 'Developer',
          },
          attributes: { mfaAuthenticated: 'true', creationDate: '2026-11-20T08:30:00Z' },
        },
      },
      eventTime: '2026-11-20T08:59:58Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'DeleteBucketPublicAccessBlock',
      awsRegion: 'eu-west-1',
      sourceIPAddress: '198.51.100.7',
      userAgent: 'aws-cli/2.31.0',
      requestParameters: { bucketName: 'invoices-eu', publicAccessBlock: '', Host: 'invoices-eu.s3.eu-west-1.amazonaws.com' },
      responseElements: null,
      requestID: 'EXAMPLE5T6JX0Q2R',
      eventID: '7d0f1c52-8d5e-4c57-8f57-0c4f64c7a3de',
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '111122223333',
      eventCategory: 'Management',
    },
  },
  recognises: (document) => recordIn(document) !== undefined || insightIn(document) !== undefined,
  read(document, receivedAt) {
    const insight = insightIn(document);
    if (insight !== undefined) return readInsight(document, insight, receivedAt);
    const record = recordIn(document) ?? {};
    const service = textAt(record, 'eventSource')?.split('.')[0] ?? '';
    const name = textAt(record, 'eventName') ?? '';
    // The envelope of an event that somebody forwards says where they are, not where the call arrived.
    const ofAws = textAt(document, 'source')?.startsWith('aws.') === true;
    const accounts = [
      textAt(record, 'recipientAccountId'),
      ofAws ? textAt(document, 'account') : undefined,
      textAt(record, 'userIdentity', 'accountId'),
      textAt(record, 'userIdentity', 'arn')?.split(':')[4],
    ];
    const place = placeOf(
      accounts.some(isAccount) ? accounts : [...accounts, accountInAnswer(record)],
      [textAt(record, 'awsRegion'), textAt(document, 'region')],
      `${service}:${name}`,
    );
    if ('because' in place) return dropped(document, place.because, place.detail);
    const event = record === document ? enveloped(record, service, place) : document;
    const resources = resourcesOfCall(record);
    const eventId = textAt(record, 'eventID') ?? sha256(canonical(record)).slice(0, 32);
    const common = {
      at: timeOf(receivedAt, textAt(record, 'eventTime'), textAt(document, 'time')),
      actor: actorOf(record),
      requestId: textAt(record, 'requestID'),
      operation: `${service}:${name}`,
      failed: textAt(record, 'errorCode') ?? refusedSignIn(record),
    };
    if (resources.length === 0) return dropped(event, 'no-resource', `${service}:${name} names no resource that we know`);
    return {
      event,
      drops: [],
      findings: resources.map((found) => ({
        ...common,
        id: resources.length === 1 ? eventId : `${eventId}/${found.id}`,
        title: `${service}:${name} on ${found.id || place.account}`,
        resource: resourceRef({ ...found, id: found.id || place.account }, place),
      })),
    } satisfies Reading;
  },
});

/** The record in an EventBridge envelope, or the document itself when it is one. DynamoDB streams also have `eventName`, but no `userIdentity`, version or service domain. */
function recordIn(document: JsonObject): JsonObject | undefined {
  const detail = objectAt(document, 'detail');
  const record = 'detail-type' in document ? detail : document;
  const isRecord =
    textAt(record, 'eventName') !== undefined &&
    /^[\w-]+(\.[\w-]+)*\.(amazonaws\.com|amazon\.com)(\.cn)?$/.test(textAt(record, 'eventSource') ?? '');
  return isRecord && ('eventTime' in record || 'eventVersion' in record) && textAt(record, 'eventCategory') !== 'Insight'
    ? record
    : undefined;
}

/** A bare record as EventBridge would deliver it, so that a detection is written once. */
function enveloped(record: JsonObject, service: string, { account, region }: Pick<ResourceRef, 'account' | 'region'>): JsonObject {
  const type = textAt(record, 'eventType') ?? (service === 'signin' ? 'AwsConsoleSignIn' : 'AwsApiCall');
  return {
    version: '0',
    id: textAt(record, 'eventID') ?? sha256(canonical(record)).slice(0, 32),
    'detail-type': detailTypes[type.replace(/Signin$/, 'SignIn')] ?? 'AWS API Call via CloudTrail',
    source: `aws.${service}`,
    account,
    region,
    time: textAt(record, 'eventTime') ?? '',
    resources: [],
    detail: record,
  };
}

/** A refused sign-in has no error code, only a result. */
const refusedSignIn = (record: JsonObject): string | undefined =>
  textAt(record, 'responseElements', 'ConsoleLogin') === 'Failure' ? (textAt(record, 'errorMessage') ?? 'Failure') : undefined;
