import { defineSource } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { anyResource } from './any-resource.ts';
import { asDelivered } from './as-delivered.ts';
import { isArray, isObject, objectAt, textAt } from './fields.ts';
import { ownEvent } from './own-event.ts';
import { listedResources, reading } from './reading.ts';
import type { NamedResource } from './resource-name.ts';
import { resourceOfId } from './resource-of-id.ts';

/** Findings, scans and coverage changes of Amazon Inspector: about each instance, repository or function. */
export const inspector = defineSource({
  id: 'inspector',
  title: 'Amazon Inspector: findings, scans and coverage changes',
  sample: {
    version: '0',
    id: '33d2e1f0-a9b8-4c7d-86e5-f4a3b2c1d0e9',
    'detail-type': 'Inspector2 Finding',
    source: 'aws.inspector2',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: ['i-0abc1234def567890'],
    detail: {
      awsAccountId: '111122223333',
      findingArn: 'arn:aws:inspector2:eu-west-1:111122223333:finding/0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      type: 'PACKAGE_VULNERABILITY',
      severity: 'CRITICAL',
      status: 'ACTIVE',
      title: 'CVE-2026-0001 - openssl',
      description: 'A remote attacker could run code.',
      inspectorScore: 9.8,
      exploitAvailable: 'YES',
      fixAvailable: 'YES',
      firstObservedAt: 'Nov 20, 2026, 8:50:00 AM',
      lastObservedAt: 'Nov 20, 2026, 8:59:58 AM',
      updatedAt: 'Nov 20, 2026, 8:59:58 AM',
      resources: [{ type: 'AWS_EC2_INSTANCE', id: 'i-0abc1234def567890', partition: 'aws', region: 'eu-west-1' }],
    },
  },
  recognises: (document) => ownEvent(document, 'inspector2') !== undefined || isBare(document),
  read(document, receivedAt) {
    const event = 'detail-type' in document ? document : delivered(document);
    const detail = objectAt(event, 'detail');
    const what = textAt(event, 'detail-type') ?? '';
    const status = textAt(detail, 'status');
    return reading(event, receivedAt, {
      what,
      title: `Inspector: ${[textAt(detail, 'severity'), textAt(detail, 'title') ?? what].filter(Boolean).join(' ')}`,
      found: resourcesOf(event, detail),
      account: textAt(detail, 'awsAccountId'),
      at: [inZone(textAt(detail, 'updatedAt')), inZone(textAt(detail, 'lastObservedAt'))],
      ...(status === 'CLOSED' || status === 'SUPPRESSED' ? { more: { over: status } } : {}),
    });
  },
});

const isBare = (document: JsonObject): boolean =>
  !('detail-type' in document) && /:inspector2:/.test(textAt(document, 'findingArn') ?? '') && isArray(document['resources']);

function delivered(finding: JsonObject): JsonObject {
  const id = textAt(finding, 'findingArn');
  const account = textAt(finding, 'awsAccountId');
  return asDelivered(finding, { source: 'aws.inspector2', type: 'Inspector2 Finding', id, account, region: id?.split(':')[3] });
}

/** Inspector writes "Nov 20, 2026, 8:59:58 AM" and means UTC. */
const inZone = (text: string | undefined): string | undefined => (text !== undefined && /[AP]M$/.test(text) ? `${text} UTC` : text);

function resourcesOf(event: JsonObject, detail: JsonObject): readonly NamedResource[] {
  const entries = isArray(detail['resources']) ? detail['resources'].filter(isObject) : [];
  const found = entries.flatMap((each) => resourceOf(textAt(each, 'id') ?? '') ?? []);
  return found.length > 0 ? found : listedResources(event);
}

const resourceOf = (id: string): NamedResource | undefined => resourceOfId(id) ?? anyResource(id);
