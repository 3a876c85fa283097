import { defineSource } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { anyResource } from './any-resource.ts';
import { textAt } from './fields.ts';
import { rdsEvent } from './rds-event.ts';
import { listedResources, reading } from './reading.ts';
import { type NamedResource, namedResource } from './resource-name.ts';

/** Events of RDS and Aurora, as EventBridge and as SNS deliver them. */
export const rds = defineSource({
  id: 'rds',
  title: 'Amazon RDS and Aurora: events of instances, clusters, snapshots, proxies and their groups',
  sample: {
    version: '0',
    id: '7c6b5a49-3827-4615-8f0e-9d8c7b6a5f4e',
    'detail-type': 'RDS DB Instance Event',
    source: 'aws.rds',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:rds:eu-west-1:111122223333:db:orders'],
    detail: {
      EventCategories: ['low storage'],
      SourceType: 'DB_INSTANCE',
      SourceArn: 'arn:aws:rds:eu-west-1:111122223333:db:orders',
      Date: '2026-11-20T08:59:58.000Z',
      Message: 'Allocated storage has been exhausted. Allocate additional storage to resolve.',
      SourceIdentifier: 'orders',
      EventID: 'RDS-EVENT-0007',
    },
  },
  recognises: (document) => rdsEvent(document) !== undefined,
  read(document, receivedAt) {
    const event = rdsEvent(document) ?? {};
    const what = `${textAt(event, 'detail-type')} ${textAt(event, 'detail', 'EventID') ?? 'without an id'}`;
    const named = anyResource(textAt(event, 'detail', 'SourceArn') ?? '') ?? byName(event);
    return reading(event, receivedAt, {
      what,
      title: `RDS: ${textAt(event, 'detail', 'Message') ?? what}`,
      found: named === undefined ? listedResources(event) : [named],
      at: [textAt(event, 'detail', 'Date')],
    });
  },
});

/** What the kinds of sources are that have a name of their own. */
const types: Readonly<Record<string, string>> = {
  DB_INSTANCE: 'AWS::RDS::DBInstance',
  CLUSTER: 'AWS::RDS::DBCluster',
  SNAPSHOT: 'AWS::RDS::DBSnapshot',
  CLUSTER_SNAPSHOT: 'AWS::RDS::DBClusterSnapshot',
};

/** Where neither the detail nor the envelope holds an ARN. */
function byName(event: JsonObject): NamedResource | undefined {
  const type = types[textAt(event, 'detail', 'SourceType') ?? ''];
  return type === undefined || listedResources(event).length > 0
    ? undefined
    : namedResource(type, textAt(event, 'detail', 'SourceIdentifier') ?? '');
}
