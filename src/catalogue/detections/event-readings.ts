import { publicStatements } from '#catalogue/actions/policy-document.ts';
import { policyReach } from '#catalogue/calls/policy-document.ts';
import { isObject, objectAt, textAt } from '#catalogue/sources/fields.ts';
import type { Json, JsonObject } from '#domain/json.ts';

/** What a policy in a call allows: something to everyone (no condition narrows that to a few), or an identity everything, itself or by way of IAM. */
type Allowed = 'everyone' | 'administration';

/** Parameters in which AWS's calls send policies, as text or as JSON; of the attributes of queues and topics one is the policy. */
const holders: ReadonlySet<string> = new Set([
  'accessPolicies',
  'assumeRolePolicyDocument',
  'attributeValue',
  'attributes',
  'bucketPolicy',
  'policy',
  'policyDocument',
  'policyText',
  'resourcePolicy',
]);

/**
 * An event as patterns see it: beside what AWS wrote, `selfheal.policyAllows` says what the policies in a call allow (`everyone`,
 * `administration`), which no pattern can read out of their text. An event without a policy is the same as before.
 */
export function withReadings(event: Json): Json {
  if (!isObject(event)) return event;
  const allowed = allowedBy(objectAt(event, 'detail', 'requestParameters'));
  if (allowed.length > 0) return { ...event, selfheal: { policyAllows: [...allowed] } };
  // Nobody else writes in our name.
  return 'selfheal' in event ? { ...event, selfheal: null } : event;
}

function allowedBy(parameters: JsonObject): readonly Allowed[] {
  let policies: readonly JsonObject[] = [];
  for (const name of Object.keys(parameters)) if (holders.has(name)) policies = [...policies, ...policiesIn(parameters[name])];
  if (policies.length === 0) return [];
  return [
    ...(policies.some((policy) => publicStatements(JSON.stringify(policy)).length > 0) ? (['everyone'] as const) : []),
    ...(policies.some((policy) => policyReach(policy).administrator) ? (['administration'] as const) : []),
  ];
}

function policiesIn(value: Json | undefined): readonly JsonObject[] {
  if (typeof value === 'string') return policiesIn(parsed(value.trimStart()));
  if (!isObject(value)) return [];
  const statement = value['Statement'];
  if (typeof statement === 'object' && statement !== null) return [{ ...value, Statement: [statement].flat().filter(isObject) }];
  return Object.values(value).flatMap((each) => (typeof each === 'string' ? policiesIn(each) : []));
}

/** IAM gives policies back URL-encoded, and some tools send them as they got them. */
function parsed(text: string): JsonObject | undefined {
  if (!/^(\{|%7B)/i.test(text)) return undefined;
  try {
    const found: Json = JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text);
    return isObject(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** A call that AWS refused changed nothing, so no detection matches it. */
export const succeeded = (event: Json): boolean => !isObject(event) || textAt(event, 'detail', 'errorCode') === undefined;
