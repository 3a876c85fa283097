import type { JsonObject } from '#domain/json.ts';
import { sha256 } from '#domain/json.ts';
import { textAt } from './fields.ts';
import { ownEvent } from './own-event.ts';

/** What EventBridge calls the kinds of sources that a message of SNS names (docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html). */
const kinds: Readonly<Record<string, readonly [detailType: string, sourceType: string]>> = {
  'db-instance': ['RDS DB Instance Event', 'DB_INSTANCE'],
  'db-cluster': ['RDS DB Cluster Event', 'CLUSTER'],
  'db-snapshot': ['RDS DB Snapshot Event', 'SNAPSHOT'],
  'db-cluster-snapshot': ['RDS DB Cluster Snapshot Event', 'CLUSTER_SNAPSHOT'],
  'db-parameter-group': ['RDS DB Parameter Group Event', 'DB_PARAM'],
  'db-security-group': ['RDS DB Security Group Event', 'SECURITY_GROUP'],
  'db-proxy': ['RDS DB Proxy Event', 'DB_PROXY'],
  'blue-green-deployment': ['RDS Blue Green Deployment Event', 'BLUE_GREEN_DEPLOYMENT'],
  'custom-engine-version': ['RDS Custom Engine Version Event', 'CUSTOM_ENGINE_VERSION'],
  'db-shard-group': ['RDS DB Shard Group Event', 'DB_SHARD_GROUP'],
};

/** Either form of what RDS says (EventBridge, SNS message) in the shape that EventBridge has; nothing for another document. */
export function rdsEvent(document: JsonObject): JsonObject | undefined {
  if ('detail-type' in document) return ownEvent(document, 'rds') === undefined ? undefined : document;
  const source = textAt(document, 'Event Source') ?? '';
  const kind = kinds[source] ?? (source.startsWith('db-') ? (['RDS Event', source] as const) : undefined);
  const event = /RDS-EVENT-\d+/.exec(textAt(document, 'Event ID') ?? '')?.[0];
  return kind === undefined || event === undefined ? undefined : fromMessage(document, kind, event);
}

/** Older messages have no ARN, and so say nothing about the account: they are dropped for that reason. */
function fromMessage(message: JsonObject, [detailType, sourceType]: readonly [string, string], event: string): JsonObject {
  const arn = textAt(message, 'Source ARN');
  const link = /[?&]region=([a-z0-9-]+)/.exec(textAt(message, 'Identifier Link') ?? '')?.[1];
  return {
    version: '0',
    id: sha256(JSON.stringify([arn ?? message['Source ID'] ?? '', event, message['Event Time'] ?? ''])).slice(0, 32),
    'detail-type': detailType,
    source: 'aws.rds',
    account: arn?.split(':')[4] ?? '',
    region: arn?.split(':')[3] ?? link ?? '',
    time: message['Event Time'] ?? '',
    resources: arn === undefined ? [] : [arn],
    detail: {
      SourceType: sourceType,
      SourceArn: arn ?? '',
      SourceIdentifier: message['Source ID'] ?? '',
      Date: message['Event Time'] ?? '',
      Message: message['Event Message'] ?? '',
      EventID: event,
    },
  };
}
