import { defineSource, type Finding } from '#catalogue/define-source.ts';
import { canonical, type Json, type JsonObject, sha256 } from '#domain/json.ts';
import type { Drop } from '#domain/signal.ts';
import { isArray, isObject, objectAt, textAt } from './fields.ts';
import { placeOf, timeOf } from './place-of.ts';
import { dropped } from './reading.ts';
import { isGlobal, resourceRef } from './resource-name.ts';
import { ownPlace, placeOfState, resourceOfState, type StatePlace } from './terraform-drift-resource.ts';

/** What Terraform found changed outside of it. Events and signals carry the names of changed attributes, never a value: a plan holds passwords in clear text. */
export const terraformDrift = defineSource({
  id: 'terraform-drift',
  title: 'Terraform: resources that drifted, in the JSON of a plan ("terraform plan -refresh-only -out p", "terraform show -json p")',
  sample: {
    format_version: '1.2',
    terraform_version: '1.11.4',
    timestamp: '2026-11-20T09:00:00Z',
    resource_drift: [
      {
        address: 'aws_security_group.web',
        mode: 'managed',
        type: 'aws_security_group',
        name: 'web',
        provider_name: 'registry.terraform.io/hashicorp/aws',
        change: {
          actions: ['update'],
          before: {
            arn: 'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0abc1234def567890',
            id: 'sg-0abc1234def567890',
            ingress: [],
            tags: null,
          },
          after: {
            arn: 'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0abc1234def567890',
            id: 'sg-0abc1234def567890',
            ingress: [{ cidr_blocks: ['0.0.0.0/0'], from_port: 22, to_port: 22, protocol: 'tcp' }],
            tags: {},
          },
          before_sensitive: { ingress: [] },
          after_sensitive: { ingress: [{ cidr_blocks: [false] }] },
        },
      },
    ],
  },
  recognises: (document) =>
    ('terraform_version' in document && 'format_version' in document) || textAt(document, '@module') === 'terraform.ui',
  read(document, receivedAt) {
    const line = textAt(document, '@module') === 'terraform.ui';
    const list = isArray(document['resource_drift']) ? document['resource_drift'].filter(isObject) : [];
    const event = { source: 'terraform', 'detail-type': 'Terraform Resource Drift' };
    if (line && document['type'] === 'resource_drift')
      return dropped(
        event,
        'no-resource',
        `${textAt(document, 'change', 'resource', 'addr')} drifted, but a line of "terraform plan -json" says no more: save the plan with -out and send "terraform show -json"`,
      );
    if (list.length === 0)
      return dropped(event, 'not-drift', line ? 'a line of Terraform without a drift' : 'nothing drifted in this plan');
    const drifted = list.map(driftOf);
    const where = placeOfState(document, drifted);
    const read = drifted.map((drift) => findingOf(drift, document, where, receivedAt));
    return {
      event,
      findings: read.flatMap((each) => ('because' in each ? [] : [each])),
      drops: read.flatMap((each) => ('because' in each ? [each] : [])),
    };
  },
});

interface Drift {
  readonly address: string;
  readonly type: string;
  readonly action: 'update' | 'delete';
  /** Names of attributes. */
  readonly changed: readonly string[];
  /** Attributes that are not sensitive. */
  readonly values: JsonObject;
}

function driftOf(entry: JsonObject): Drift {
  const change = objectAt(entry, 'change');
  const before = objectAt(change, 'before');
  const after = objectAt(change, 'after');
  const gone = isArray(change['actions']) && change['actions'].includes('delete');
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return {
    address: textAt(entry, 'address') ?? 'a resource without an address',
    type: textAt(entry, 'type') ?? '',
    action: gone ? 'delete' : 'update',
    changed: gone ? [] : names.filter((name) => !same(before[name], after[name])),
    values: { ...disclosed(before, change['before_sensitive']), ...disclosed(after, change['after_sensitive']) },
  };
}

/** Terraform writes nothing at all as null, as an empty text, list or object: a change between those is none. */
const same = (before: Json | undefined, after: Json | undefined): boolean =>
  canonical(isEmpty(before) ? null : before) === canonical(isEmpty(after) ? null : after);

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

/** Attributes that hold nothing sensitive. Source: developer.hashicorp.com/terraform/internals/json-format, "Change Representation". */
function disclosed(values: JsonObject, sensitive: Json | undefined): JsonObject {
  if (sensitive === true) return {};
  const marks = isObject(sensitive) ? sensitive : {};
  return Object.fromEntries(Object.entries(values).filter(([name]) => marks[name] !== true));
}

function findingOf(
  { address, type, action, changed, values }: Drift,
  plan: JsonObject,
  where: StatePlace,
  receivedAt: number,
): (Finding & { readonly event: JsonObject }) | Drop {
  if (action === 'update' && changed.length === 0)
    return { because: 'not-drift', detail: `${address} changed only from nothing to empty, or back` };
  const found = resourceOfState(type, values);
  if (found === undefined) return { because: 'no-resource', detail: `${address} is no resource of AWS that we know` };
  const own = ownPlace(type, found, values);
  const elsewhere = where.own.get(`${found.type}|${found.id}`);
  const region = own.region ?? elsewhere?.region ?? (isGlobal(found.type) ? 'us-east-1' : where.region);
  const place = placeOf([own.account, elsewhere?.account, where.account], [region], address);
  if ('because' in place) return place;
  const resource = resourceRef({ ...found, id: found.id === '' ? place.account : found.id }, place);
  const time = textAt(plan, 'timestamp');
  const detail = { address, type, action, changed };
  const id = sha256(canonical([time ?? '', detail, resource.account, resource.region, resource.id])).slice(0, 32);
  return {
    id,
    title: `Terraform: ${address} ${action === 'delete' ? 'was deleted' : `was changed (${changed.join(', ')})`} outside of Terraform`,
    at: timeOf(receivedAt, time),
    resource,
    event: {
      version: '0',
      id,
      'detail-type': 'Terraform Resource Drift',
      source: 'terraform',
      account: resource.account,
      time: new Date(timeOf(receivedAt, time)).toISOString(),
      region: place.region,
      resources: resource.arn === undefined ? [] : [resource.arn],
      detail,
    },
  };
}
