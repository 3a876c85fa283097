import type { JsonObject } from '#domain/json.ts';
import { isArray, isObject, objectAt, textAt } from './fields.ts';
import type { HubFinding } from './hub-finding.ts';
import { hubResource } from './hub-resource.ts';
import { controlsNamedIn } from './older-controls.ts';
import { isAccount, isRegion, type NamedResource } from './resource-name.ts';

/** Reads an OCSF finding as Security Hub sends it (schema.ocsf.io, category Findings), also of the schema's first version, as Security Lake keeps it; nothing for another document. */
export function ocsfFinding(finding: JsonObject): HubFinding | undefined {
  const info = 'class_uid' in finding && !('finding_info' in finding) ? objectAt(finding, 'finding') : objectAt(finding, 'finding_info');
  const id = textAt(info, 'uid');
  if (id === undefined) return undefined;
  const listed = isArray(finding['resources']) ? finding['resources'] : isObject(finding['resource']) ? [finding['resource']] : [];
  const accounts = [textAt(finding, 'cloud', 'account', 'uid'), textAt(finding, 'cloud', 'account_uid'), id.split(':')[4]];
  const regions = [
    textAt(finding, 'cloud', 'region'),
    ...listed.map((each) => (isObject(each) ? textAt(each, 'region') : undefined)),
    id.split(':')[3],
  ];
  return {
    id,
    title: textAt(info, 'title') ?? id,
    account: accounts.find(isAccount),
    region: regions.find(isRegion),
    updated: textAt(info, 'modified_time_dt') ?? timeText(info['modified_time'] ?? finding['time']),
    observed: textAt(info, 'last_seen_time_dt') ?? timeText(info['last_seen_time']),
    over: overIn(finding),
    resources: listed.map((each) => (isObject(each) ? ocsfResource(each) : undefined)),
    controls: controlsOf(finding, info),
  };
}

/** `uid` may be the bare id, with the ARN in `uid_alt` (docs.aws.amazon.com/securityhub/latest/userguide/aws-extension-basic-attributes.html). */
function ocsfResource(resource: JsonObject): NamedResource | undefined {
  const names = [textAt(resource, 'uid'), textAt(resource, 'uid_alt'), textAt(resource, 'name')].filter((each) => each !== undefined);
  const id = names.find((each) => each.startsWith('arn:')) ?? names[0];
  const beside = {
    account: textAt(resource, 'owner', 'account', 'uid') ?? textAt(resource, 'account_uid'),
    region: textAt(resource, 'region'),
  };
  return id === undefined ? undefined : hubResource(textAt(resource, 'type') ?? 'Other', id, beside);
}

/** Without `compliance.control` a finding of Security Hub's own names its control by the ids of the older format. */
function controlsOf(finding: JsonObject, info: JsonObject): readonly string[] {
  const control = textAt(finding, 'compliance', 'control');
  const product = objectAt(finding, 'metadata', 'product');
  const ofSecurityHub = /security ?hub/i.test(`${textAt(product, 'name') ?? ''} ${textAt(product, 'uid') ?? ''}`);
  const others = ofSecurityHub ? [textAt(info, 'analytic', 'uid'), textAt(product, 'feature', 'uid'), textAt(info, 'uid')] : [];
  const found = [control, ...others].map((text) => controlsNamedIn(text ?? '')).find(({ length }) => length > 0);
  return (found ?? (control === undefined ? [] : [control])).map((each) => `securityhub:${each}`);
}

/** Names are for people, numbers for programs: either may be missing. */
function overIn(finding: JsonObject): string | undefined {
  const { status, status_id: passed } = objectAt(finding, 'compliance');
  if (typeof status === 'string' ? /^pass/i.test(status) : passed === 1) return 'Pass';
  const said = textAt(finding, 'status');
  const over =
    /^(suppressed|resolved|archived)$/i.exec(said ?? '')?.[0] ?? (said === undefined ? closed.get(finding['status_id']) : undefined);
  if (over !== undefined) return over;
  const activity = textAt(finding, 'activity_name');
  return activity === 'Close' || (activity === undefined && finding['activity_id'] === 3) ? 'Close' : undefined;
}

const closed = new Map<JsonObject[string], string>([
  [3, 'Suppressed'],
  [4, 'Resolved'],
  [5, 'Archived'],
]);

/** OCSF writes times as epoch milliseconds. */
const timeText = (value: JsonObject[string]): string | undefined =>
  typeof value === 'number' && !Number.isNaN(new Date(value).getTime()) ? new Date(value).toISOString() : undefined;
