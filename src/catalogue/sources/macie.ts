import { defineSource } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { objectAt, textAt } from './fields.ts';
import { ownEvent } from './own-event.ts';
import { dropped, reading } from './reading.ts';
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
  recognises: (document) => ownEvent(document, 'macie') !== undefined,
  read(event, receivedAt) {
    const detail = objectAt(event, 'detail');
    const what = `${textAt(event, 'detail-type')} ${textAt(detail, 'type') ?? textAt(detail, 'name') ?? ''}`.trim();
    if (detail['archived'] === true) return dropped(event, 'not-failed', `${what} is archived`);
    const classic = textAt(event, 'detail-type') === 'Macie Alert';
    return reading(event, receivedAt, {
      what,
      title: `Macie: ${textAt(detail, 'title') ?? textAt(detail, 'name') ?? what}`,
      found: classic ? ofAlert(detail) : bucketOf(detail),
      account: textAt(detail, 'accountId'),
      region: textAt(detail, 'region'),
      at: [textAt(detail, 'updatedAt')],
    });
  },
});

function bucketOf(detail: JsonObject): readonly NamedResource[] {
  const affected = objectAt(detail, 'resourcesAffected');
  const text = textAt(affected, 's3Bucket', 'name') ?? textAt(affected, 's3Bucket', 'arn') ?? textAt(affected, 's3Object', 'bucketArn');
  const found = namedResource('AWS::S3::Bucket', text ?? '');
  return found === undefined ? [] : [found];
}

/** An alert counts the buckets and objects that it is about, else its actor is `account:assumed-role:name…`. */
function ofAlert(detail: JsonObject): readonly NamedResource[] {
  const summary = objectAt(detail, 'summary');
  const names = [...Object.keys(objectAt(summary, 'Bucket')), ...Object.keys(objectAt(summary, 'Object'))];
  const buckets = names.flatMap((name) => namedResource('AWS::S3::Bucket', name) ?? []);
  const [, account, role] = /^(\d{12}):assumed-role:([^:]+)/.exec(textAt(detail, 'actor') ?? '') ?? [];
  if (buckets.length > 0 || role === undefined) return buckets;
  return [{ type: 'AWS::IAM::Role', id: role, ...(isAccount(account) ? { account } : {}) }];
}
