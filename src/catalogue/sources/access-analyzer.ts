import { defineSource } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { anyResource } from './any-resource.ts';
import { asDelivered } from './as-delivered.ts';
import { objectAt, textAt } from './fields.ts';
import { ownEvent } from './own-event.ts';
import { listedResources, reading } from './reading.ts';
import { isRegion, type NamedResource, namedResource } from './resource-name.ts';

/** Findings of IAM Access Analyzer: about the resource that others can reach, or whose access nobody uses. */
export const accessAnalyzer = defineSource({
  id: 'access-analyzer',
  title: 'IAM Access Analyzer: findings on external, internal and unused access, and access previews',
  sample: {
    version: '0',
    id: '22c1d0e9-f8a7-4b6c-95d4-e3f2a1b0c9d8',
    'detail-type': 'Access Analyzer Finding',
    source: 'aws.access-analyzer',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/account'],
    detail: {
      version: '1.0',
      id: '0a1b2c3d-4e5f-4061-8293-a4b5c6d7e8f9',
      status: 'ACTIVE',
      resourceType: 'AWS::S3::Bucket',
      resource: 'arn:aws:s3:::invoices-eu',
      accountId: '111122223333',
      region: 'eu-west-1',
      principal: { AWS: '*' },
      action: ['s3:GetObject'],
      condition: {},
      isDeleted: false,
      isPublic: true,
      createdAt: '2026-11-20T08:50:00Z',
      analyzedAt: '2026-11-20T08:59:58Z',
      updatedAt: '2026-11-20T08:59:58Z',
    },
  },
  recognises: (document) => ownEvent(document, 'access-analyzer') !== undefined || isBare(document),
  read(document, receivedAt) {
    const event = 'detail-type' in document ? document : delivered(document);
    const detail = objectAt(event, 'detail');
    const what = textAt(event, 'detail-type') ?? '';
    const status = textAt(detail, 'status');
    const over = detail['isDeleted'] === true ? 'deleted' : /^(RESOLVED|ARCHIVED)$/.exec(status ?? '')?.[0];
    const found = resourceOf(detail);
    const region = textAt(detail, 'region');
    return reading(event, receivedAt, {
      what,
      title: titleOf(what, detail),
      found: found === undefined ? listedResources(event) : [found],
      account: textAt(detail, 'resourceOwnerAccount') ?? textAt(detail, 'accountId'),
      region: isRegion(region) ? region : undefined,
      at: [textAt(detail, 'updatedAt'), textAt(detail, 'analyzedAt')],
      ...(over === undefined ? {} : { more: { over } }),
    });
  },
});

const isBare = (document: JsonObject): boolean =>
  !('detail-type' in document) && 'analyzedAt' in document && textAt(document, 'resourceType')?.startsWith('AWS::') === true;

const delivered = (finding: JsonObject): JsonObject =>
  asDelivered(finding, {
    source: 'aws.access-analyzer',
    type: 'Access Analyzer Finding',
    id: textAt(finding, 'id'),
    account: textAt(finding, 'resourceOwnerAccount') ?? textAt(finding, 'accountId'),
    region: textAt(finding, 'region') ?? textAt(finding, 'resource')?.split(':')[3],
  });

function resourceOf(detail: JsonObject): NamedResource | undefined {
  const text = textAt(detail, 'resource') ?? '';
  const type = textAt(detail, 'resourceType') ?? '';
  return anyResource(text) ?? (/^AWS::\w+::\w+$/.test(type) ? namedResource(type, text) : undefined);
}

function titleOf(what: string, detail: JsonObject): string {
  const resource = textAt(detail, 'resource') ?? 'a resource';
  const error = textAt(detail, 'error');
  if (error !== undefined) return `${what}: ${resource} could not be analysed (${error})`;
  if (detail['isPublic'] === true) return `${what}: ${resource} is public`;
  return `${what}: ${resource} ${textAt(detail, 'status') ?? ''}`.trim();
}
