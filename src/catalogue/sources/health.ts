import { defineSource } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { anyResource } from './any-resource.ts';
import { isArray, isObject, objectAt, textAt } from './fields.ts';
import { reading } from './reading.ts';
import { isAccount, isRegion, type NamedResource, namedResource } from './resource-name.ts';
import { resourceOfId } from './resource-of-id.ts';
import { typeLike } from './service-names.ts';

/** What an entity is that has only a name, by the service that the event is about. */
const named: Readonly<Record<string, string>> = {
  S3: 'AWS::S3::Bucket',
  LAMBDA: 'AWS::Lambda::Function',
  DYNAMODB: 'AWS::DynamoDB::Table',
  RDS: 'AWS::RDS::DBInstance',
  IAM: 'AWS::IAM::User',
  EKS: 'AWS::EKS::Cluster',
  REDSHIFT: 'AWS::Redshift::Cluster',
  ELASTICACHE: 'AWS::ElastiCache::CacheCluster',
};

/** Events of AWS Health: about every affected entity, else about the account. */
export const health = defineSource({
  id: 'health',
  title: 'AWS Health: events about the resources of an account',
  sample: {
    version: '0',
    id: '7b2c0d1e-1f2a-4b3c-8d4e-5f6a7b8c9d0e',
    'detail-type': 'AWS Health Event',
    source: 'aws.health',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: ['i-0abc1234def567890'],
    detail: {
      eventArn: 'arn:aws:health:eu-west-1::event/EC2/AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED/AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED_1',
      service: 'EC2',
      eventTypeCode: 'AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED',
      eventTypeCategory: 'scheduledChange',
      eventScopeCode: 'ACCOUNT_SPECIFIC',
      startTime: 'Thu, 03 Dec 2026 09:00:00 GMT',
      lastUpdatedTime: 'Fri, 20 Nov 2026 08:58:00 GMT',
      statusCode: 'upcoming',
      eventRegion: 'eu-west-1',
      affectedAccount: '111122223333',
      affectedEntities: [{ entityValue: 'i-0abc1234def567890', status: 'PENDING' }],
    },
  },
  recognises: (document) =>
    /^AWS Health (Abuse )?Event$/.test(textAt(document, 'detail-type') ?? '') && textAt(document, 'detail', 'eventTypeCode') !== undefined,
  read(event, receivedAt) {
    const detail = objectAt(event, 'detail');
    const code = textAt(detail, 'eventTypeCode') ?? '';
    const what = `AWS Health ${code}`;
    const over = overIn(detail);
    const said = textAt(detail, 'eventRegion');
    const account = [textAt(detail, 'affectedAccount'), textAt(event, 'account')].find(isAccount);
    return reading(event, receivedAt, {
      what,
      title: what,
      found: affected(event, detail, account, over !== undefined),
      account,
      region: isRegion(said) ? said : undefined,
      at: [textAt(detail, 'lastUpdatedTime'), textAt(event, 'time')],
      ...(over === undefined ? {} : { more: { over } }),
    });
  },
});

const entitiesIn = (detail: JsonObject): readonly JsonObject[] =>
  isArray(detail['affectedEntities']) ? detail['affectedEntities'].filter(isObject) : [];

const isWell = (entity: JsonObject): boolean => textAt(entity, 'status') === 'RESOLVED';

function overIn(detail: JsonObject): string | undefined {
  if (textAt(detail, 'statusCode') === 'closed') return 'closed';
  const entities = entitiesIn(detail);
  return entities.length > 0 && entities.every(isWell) ? 'RESOLVED' : undefined;
}

/** An open event is no longer about the entities that are well again. */
function affected(event: JsonObject, detail: JsonObject, account: string | undefined, over: boolean): readonly NamedResource[] {
  const open = entitiesIn(detail).filter((each) => over || !isWell(each));
  const found = open.flatMap((each) => entity(textAt(each, 'entityValue') ?? '', textAt(detail, 'service') ?? '') ?? []);
  const named = found.length > 0 ? found : listed(event, textAt(detail, 'service') ?? '');
  return named.length > 0 || account === undefined ? named : [{ type: 'AWS::::Account', id: account }];
}

/** Beside the detail stand ids as well as ARNs. */
const listed = (event: JsonObject, service: string): readonly NamedResource[] =>
  (isArray(event['resources']) ? event['resources'] : []).flatMap((each) =>
    typeof each === 'string' ? (entity(each, service) ?? []) : [],
  );

/** What stands where an event is about the account. */
const noEntity = /^(|\d{12}|AWS_ACCOUNT|UNKNOWN)$/;

/** Of a kind that we do not know the service and the value as they stand, so that two entities stay two. */
function entity(value: string, service: string): NamedResource | undefined {
  if (noEntity.test(value)) return undefined;
  const type = service === 'ECS' && value.includes('|') ? 'AWS::ECS::Service' : named[service];
  const byName = type === undefined ? undefined : namedResource(type, value);
  return anyResource(value) ?? resourceOfId(value) ?? byName ?? { type: typeLike(service.toLowerCase() || 'health', ''), id: value };
}
