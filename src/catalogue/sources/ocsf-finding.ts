import type { JsonObject } from '#domain/json.ts';
import { isArray, isObject, objectAt, textAt } from './fields.ts';
import type { HubFinding } from './hub-finding.ts';
import { isAccount, isRegion, type NamedResource, namedResource, resourceOfArn } from './resource-name.ts';

/** Reads an OCSF finding as Security Hub sends it (schema.ocsf.io, category Findings); nothing for another document. */
export function ocsfFinding(finding: JsonObject): HubFinding | undefined {
  const info = objectAt(finding, 'finding_info');
  const id = textAt(info, 'uid');
  if (id === undefined) return undefined;
  const listed = isArray(finding['resources']) ? finding['resources'] : [];
  const account = textAt(finding, 'cloud', 'account', 'uid');
  const regions = [textAt(finding, 'cloud', 'region'), ...listed.map((each) => (isObject(each) ? textAt(each, 'region') : undefined))];
  const control = textAt(finding, 'compliance', 'control');
  return {
    id,
    title: textAt(info, 'title') ?? id,
    account: isAccount(account) ? account : undefined,
    region: regions.find(isRegion),
    updated: textAt(info, 'modified_time_dt') ?? timeText(info['modified_time'] ?? finding['time']),
    observed: textAt(info, 'last_seen_time_dt') ?? timeText(info['last_seen_time']),
    notFailed: notFailed(finding),
    resources: listed.map((each) => (isObject(each) ? ocsfResource(each) : undefined)),
    controls: control === undefined ? [] : [`securityhub:${control}`],
  };
}

/** Of a kind that we do not know it keeps the name that the finding gives, so that no finding is lost. */
function ocsfResource(resource: JsonObject): NamedResource | undefined {
  const id = textAt(resource, 'uid') ?? textAt(resource, 'name');
  const type = textAt(resource, 'type') ?? 'Other';
  if (id === undefined) return undefined;
  const account = /^(?:AWS::::Account:)?(\d{12})$/.exec(id)?.[1];
  if (account !== undefined) return { type: 'AWS::::Account', id: account, account };
  const named = /^AWS::\w+::\w+$/.test(type) && !id.startsWith('arn:') ? namedResource(type, id) : undefined;
  return resourceOfArn(id) ?? named ?? { type: `AWS::SecurityHub::${type.replace(/\W/g, '') || 'Other'}`, id };
}

function notFailed(finding: JsonObject): string | undefined {
  const compliance = textAt(finding, 'compliance', 'status');
  if (compliance !== undefined && /^pass/i.test(compliance)) return compliance;
  const status = textAt(finding, 'status');
  if (status !== undefined && /^(suppressed|resolved|archived)$/i.test(status)) return status;
  return textAt(finding, 'activity_name') === 'Close' ? 'Close' : undefined;
}

/** OCSF writes times as epoch milliseconds. */
const timeText = (value: JsonObject[string]): string | undefined =>
  typeof value === 'number' && !Number.isNaN(new Date(value).getTime()) ? new Date(value).toISOString() : undefined;
