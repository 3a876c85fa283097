import { defineSource } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { asDelivered } from './as-delivered.ts';
import { isObject, objectAt, textAt } from './fields.ts';
import { ownEvent } from './own-event.ts';
import { reading } from './reading.ts';
import { isAccount, type NamedResource, namedResource } from './resource-name.ts';

/** Findings of Amazon Macie about buckets and what is in them, and alerts of Macie Classic. */
export const macie = defineSource({
  id: 'macie',
  title: 'Amazon Macie: sensitive data and policy findings',
  sample: {
    version: '0',
    id: '44e3f2a1-b0c9-4d8e-97f6-a5b4c3d2e1f0',
    'detail-type': 'Macie Finding',
    source: 'aws.macie',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      schemaVersion: '1.0',
      id: '4e5f60718293a4b5c6d7e8f90a1b2c3d',
      accountId: '111122223333',
      partition: 'aws',
      region: 'eu-west-1',
      type: 'SensitiveData:S3Object/Financial',
      title: 'The S3 object contains financial information',
      severity: { score: 3, description: 'High' },
      createdAt: '2026-11-20T08:50:00Z',
      updatedAt: '2026-11-20T08:59:58Z',
      category: 'CLASSIFICATION',
      count: 1,
      archived: false,
      sample: false,
      resourcesAffected: {
        s3Bucket: { name: 'invoices-eu', arn: 'arn:aws:s3:::invoices-eu', publicAccess: { effectivePermission: 'PUBLIC' } },
        s3Object: { bucketArn: 'arn:aws:s3:::invoices-eu', key: '2026/11.csv', publicAccess: true },
      },
    },
  },
  recognises: (document) => ownEvent(document, 'macie') !== undefined || isBare(document),
  read(document, receivedAt) {
    const event = 'detail-type' in document ? document : delivered(document);
    const detail = objectAt(event, 'detail');
    const what = `${textAt(event, 'detail-type')} ${textAt(detail, 'type') ?? textAt(detail, 'name') ?? ''}`.trim();
    const classic = textAt(event, 'detail-type') === 'Macie Alert';
    return reading(event, receivedAt, {
      what,
      title: `Macie: ${textAt(detail, 'title') ?? textAt(detail, 'name') ?? what}`,
      found: classic ? ofAlert(detail) : bucketOf(detail),
      account: textAt(detail, 'accountId'),
      region: textAt(detail, 'region'),
      at: [textAt(detail, 'updatedAt')],
      ...(detail['archived'] === true ? { more: { over: 'archived' } } : {}),
    });
  },
});

const isBare = (document: JsonObject): boolean =>
  !('detail-type' in document) && isObject(document['resourcesAffected']) && textAt(document, 'type') !== undefined;

const delivered = (finding: JsonObject): JsonObject =>
  asDelivered(finding, {
    source: 'aws.macie',
    type: 'Macie Finding',
    id: textAt(finding, 'id'),
    account: textAt(finding, 'accountId'),
    region: textAt(finding, 'region'),
  });

function bucketOf(detail: JsonObject): readonly NamedResource[] {
  const affected = objectAt(detail, 'resourcesAffected');
  const text = textAt(affected, 's3Bucket', 'name') ?? textAt(affected, 's3Bucket', 'arn') ?? textAt(affected, 's3Object', 'bucketArn');
  const found = namedResource('AWS::S3::Bucket', text ?? '');
  return found === undefined ? [] : [found];
}

/** An alert counts the buckets and objects that it is about, else it names who acted: by ARN, or as `account:assumed-role:name…`. */
function ofAlert(detail: JsonObject): readonly NamedResource[] {
  const summary = objectAt(detail, 'summary');
  const names = [...Object.keys(objectAt(summary, 'Bucket')), ...Object.keys(objectAt(summary, 'Object'))];
  const buckets = names.flatMap((name) => namedResource('AWS::S3::Bucket', name) ?? []);
  const [, account, role] = /^(\d{12}):assumed-role:([^:]+)/.exec(textAt(detail, 'actor') ?? '') ?? [];
  const source = roleOfSession(textAt(summary, 'Source ARN') ?? '');
  if (buckets.length > 0) return buckets;
  if (source !== undefined) return [source];
  return role === undefined ? [] : [{ type: 'AWS::IAM::Role', id: role, ...(isAccount(account) ? { account } : {}) }];
}

/** A session is named by its role: `arn:aws:sts::111122223333:assumed-role/Reader/anna`. */
function roleOfSession(arn: string): NamedResource | undefined {
  const [, account, role] = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([^/]+)/.exec(arn) ?? [];
  return account === undefined || role === undefined ? undefined : { type: 'AWS::IAM::Role', id: role, account };
}
