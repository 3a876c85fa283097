import { defineSource, type Reading } from '#catalogue/define-source.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { configEvent } from './config-event.ts';
import { objectAt, textAt } from './fields.ts';
import { reading } from './reading.ts';
import { type NamedResource, namedResource, resourceOfArn } from './resource-name.ts';
import { ruleId } from './rule-id.ts';

/** What AWS Config says: a rule found a resource non-compliant, or a resource changed. */
export const config = defineSource({
  id: 'config',
  title: 'AWS Config: compliance changes, configuration item changes and invocations of custom rules',
  sample: {
    version: '0',
    id: '6f0b1a52-6b0e-4d56-8d0c-0d7d1b7a2c11',
    'detail-type': 'Config Rules Compliance Change',
    source: 'aws.config',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      messageType: 'ComplianceChangeNotification',
      recordVersion: '1.0',
      awsAccountId: '111122223333',
      awsRegion: 'eu-west-1',
      configRuleName: 's3-bucket-public-read-prohibited',
      configRuleARN: 'arn:aws:config:eu-west-1:111122223333:config-rule/config-rule-1a2b3c',
      resourceType: 'AWS::S3::Bucket',
      resourceId: 'invoices-eu',
      newEvaluationResult: { complianceType: 'NON_COMPLIANT', resultRecordedTime: '2026-11-20T08:59:58.000Z' },
      notificationCreationTime: '2026-11-20T08:59:59.000Z',
    },
  },
  recognises: (document) => configEvent(document) !== undefined,
  read(document, receivedAt) {
    const event = configEvent(document) ?? {};
    const detail = objectAt(event, 'detail');
    return textAt(event, 'detail-type') === 'Config Rules Compliance Change'
      ? ofCompliance(event, detail, receivedAt)
      : ofItem(event, detail, receivedAt);
  },
});

function ofCompliance(event: JsonObject, detail: JsonObject, receivedAt: number): Reading {
  const rule = textAt(detail, 'configRuleName') ?? 'without a name';
  const compliance = textAt(detail, 'newEvaluationResult', 'complianceType') ?? 'no longer evaluated';
  const what = `Config rule ${rule}`;
  const failed = compliance === 'NON_COMPLIANT';
  return reading(event, receivedAt, {
    what,
    title: `${what}: ${textAt(detail, 'resourceId')}${failed ? ' is not compliant' : ''}`,
    found: resourceOf(detail),
    account: textAt(detail, 'awsAccountId'),
    region: textAt(detail, 'awsRegion'),
    at: [textAt(detail, 'newEvaluationResult', 'resultRecordedTime'), textAt(detail, 'notificationCreationTime')],
    more: failed ? { controls: [`config:${ruleId(rule)}`] } : { over: compliance },
  });
}

/** A custom rule that runs by the clock is called without an item: then it is about the rule. */
function ofItem(event: JsonObject, detail: JsonObject, receivedAt: number): Reading {
  const item = { ...objectAt(detail, 'configurationItemSummary'), ...objectAt(detail, 'configurationItem') };
  const found = resourceOf(item);
  const rule = namedResource('AWS::Config::ConfigRule', textAt(detail, 'configRuleName') ?? '');
  const type = textAt(detail, 'messageType') ?? 'a message without a type';
  if (found.length === 0 && rule !== undefined)
    return reading(event, receivedAt, { what: `AWS Config ${type}`, title: `AWS Config: ${type} for rule ${rule.id}`, found: [rule] });
  const change = textAt(detail, 'configurationItemDiff', 'changeType') ?? textAt(item, 'configurationItemStatus') ?? 'change';
  return reading(event, receivedAt, {
    what: `AWS Config ${type}`,
    title: `AWS Config: ${change} of ${textAt(item, 'resourceName') ?? textAt(item, 'resourceId') ?? 'a resource'}`,
    found,
    account: textAt(item, 'awsAccountId'),
    region: textAt(item, 'awsRegion'),
    at: [textAt(item, 'configurationItemCaptureTime'), textAt(detail, 'notificationCreationTime')],
  });
}

/** Config's id of a user, a role or a database is an internal one: the ARN or the name of an item tells what CloudTrail calls it. */
function resourceOf(item: Readonly<Record<string, Json | undefined>>): readonly NamedResource[] {
  const named = textAt(item, 'resourceType');
  const type = named === 'AWS::IAM::Policy' ? 'AWS::IAM::ManagedPolicy' : named;
  const internal = /^AWS::(IAM|RDS)::/.test(type ?? '');
  const id = (internal ? textAt(item, 'resourceName') : undefined) ?? textAt(item, 'resourceId');
  if (type === undefined || id === undefined) return [];
  const byArn = resourceOfArn(textAt(item, 'ARN') ?? '');
  const found = byArn?.type === type ? byArn : namedResource(type, id);
  return [found ?? { type, id }];
}
