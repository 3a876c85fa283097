import type { Json, JsonObject } from '#domain/json.ts';
import { isObject, objectAt, textAt } from './fields.ts';

const change = 'Config Configuration Item Change';
const compliance = 'Config Rules Compliance Change';

/** Any form of what AWS Config says (EventBridge, SNS, its call of a custom rule's function) in the shape that EventBridge has; nothing for another document. */
export function configEvent(document: JsonObject): JsonObject | undefined {
  const type = document['detail-type'];
  if (type !== undefined) return type === change || type === compliance ? document : undefined;
  if (typeof document['invokingEvent'] === 'string') return invocation(document, document['invokingEvent']);
  return textAt(document, 'messageType') === undefined ? undefined : message(document);
}

/** docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html */
function invocation(document: JsonObject, text: string): JsonObject {
  const event = parse(text);
  const place = { awsAccountId: document['accountId'], awsRegion: textAt(document, 'configRuleArn')?.split(':')[3] };
  const rule = textAt(document, 'configRuleName');
  return enveloped(change, { ...(isObject(event) ? event : {}), ...(rule === undefined ? {} : { configRuleName: rule }) }, place);
}

function message(detail: JsonObject): JsonObject | undefined {
  if (isObject(detail['newEvaluationResult']) || detail['messageType'] === 'ComplianceChangeNotification')
    return enveloped(compliance, detail, detail);
  const item = { ...objectAt(detail, 'configurationItemSummary'), ...objectAt(detail, 'configurationItem') };
  return Object.keys(item).length === 0 ? undefined : enveloped(change, detail, item);
}

const enveloped = (type: string, detail: JsonObject, place: { readonly [key: string]: Json | undefined }): JsonObject => ({
  version: '0',
  'detail-type': type,
  source: 'aws.config',
  account: place['awsAccountId'] ?? '',
  region: place['awsRegion'] ?? '',
  time: detail['notificationCreationTime'] ?? '',
  resources: [],
  detail,
});

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
