import { defineSource } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Actor } from '#domain/signal.ts';
import { asDelivered } from './as-delivered.ts';
import { objectAt, textAt } from './fields.ts';
import { resourcesOfThreat } from './guardduty-resource.ts';
import { reading } from './reading.ts';

/** Findings of GuardDuty: about the resources under threat, else about those that the call touched, else about the account. */
export const guardduty = defineSource({
  id: 'guardduty',
  title: 'Amazon GuardDuty: findings',
  sample: {
    version: '0',
    id: 'c1b0e1c2-8d0d-4e3b-9a5f-6a7b8c9d0e1f',
    'detail-type': 'GuardDuty Finding',
    source: 'aws.guardduty',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      schemaVersion: '2.0',
      accountId: '111122223333',
      region: 'eu-west-1',
      partition: 'aws',
      id: '1ab2c3d4e5f60718293a4b5c6d7e8f90',
      arn: 'arn:aws:guardduty:eu-west-1:111122223333:detector/0a1b2c/finding/1ab2c3d4e5f60718293a4b5c6d7e8f90',
      type: 'CryptoCurrency:EC2/BitcoinTool.B!DNS',
      severity: 8,
      title: 'The EC2 instance i-0abc1234def567890 is querying a domain of Bitcoin miners.',
      createdAt: '2026-11-20T08:50:00.000Z',
      updatedAt: '2026-11-20T08:58:00.000Z',
      resource: { resourceType: 'Instance', instanceDetails: { instanceId: 'i-0abc1234def567890', instanceType: 'm7i.large' } },
      service: { serviceName: 'guardduty', archived: false, count: 3, eventLastSeen: '2026-11-20T08:57:30.000Z' },
    },
  },
  recognises: (document) =>
    'detail-type' in document
      ? document['detail-type'] === 'GuardDuty Finding'
      : textAt(document, 'service', 'serviceName') === 'guardduty' && textAt(document, 'type') !== undefined,
  read(document, receivedAt) {
    const wrapped = 'detail-type' in document;
    const finding = wrapped ? objectAt(document, 'detail') : document;
    const event = wrapped ? document : delivered(finding);
    const what = `GuardDuty finding ${textAt(finding, 'type') ?? 'without a type'}`;
    const archived = objectAt(finding, 'service')['archived'] === true;
    const account = textAt(finding, 'accountId');
    return reading(event, receivedAt, {
      what,
      title: `GuardDuty ${textAt(finding, 'type')}: ${textAt(finding, 'title') ?? 'without a title'}`,
      found: resourcesOfThreat(finding, account ?? textAt(event, 'account')),
      account,
      region: textAt(finding, 'region'),
      at: [textAt(finding, 'service', 'eventLastSeen'), textAt(finding, 'updatedAt')],
      more: { actor: actorOf(finding), ...(archived ? { over: 'archived' } : {}) },
    });
  },
});

/** Whose key was used and from where, when GuardDuty says so. */
function actorOf(finding: JsonObject): Actor | undefined {
  const key = objectAt(finding, 'resource', 'accessKeyDetails');
  const action = objectAt(finding, 'service', 'action');
  const sourceIp =
    textAt(action, 'awsApiCallAction', 'remoteIpDetails', 'ipAddressV4') ??
    textAt(action, 'networkConnectionAction', 'remoteIpDetails', 'ipAddressV4');
  const type = textAt(key, 'userType');
  if (type === undefined && sourceIp === undefined) return undefined;
  return { type: type ?? 'Unknown', accessKey: textAt(key, 'accessKeyId'), sourceIp };
}

const delivered = (finding: JsonObject): JsonObject =>
  asDelivered(finding, {
    source: 'aws.guardduty',
    type: 'GuardDuty Finding',
    id: textAt(finding, 'id'),
    account: textAt(finding, 'accountId'),
    region: textAt(finding, 'region'),
  });
