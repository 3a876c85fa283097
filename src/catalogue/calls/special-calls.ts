import { objectAt, textsAt } from '#catalogue/sources/fields.ts';
import type { JsonObject } from '#domain/json.ts';
import type { Effect } from '#domain/meaning.ts';
import type { ApiCall } from './api-call.ts';
import { leavesOf } from './walk-json.ts';

interface Special {
  readonly effect: Effect;
  readonly what: string;
}
type Rule = (params: JsonObject, call: ApiCall) => Special | undefined;

const has = (params: JsonObject, ...names: readonly string[]): boolean =>
  [...leavesOf(params)].some(({ path, value }) => names.some((name) => path.includes(name)) && value !== '' && value !== false);
const says = (params: JsonObject, name: string, value: RegExp): boolean =>
  [...leavesOf(params)].some((leaf) => leaf.path.at(-1) === name && value.test(String(leaf.value)));
const numberAt = (params: JsonObject, name: string): number | undefined => {
  const found = [...leavesOf(params)].find(({ path }) => path.at(-1) === name)?.value;
  return found === undefined || Number.isNaN(Number(found)) ? undefined : Number(found);
};
const is = (effect: Effect, what: string): Special => ({ effect, what });

const decrypts: Rule = (params) => (says(params, 'withdecryption', /^true$/i) ? is('reads-secrets', 'decrypted') : undefined);
const customerKey: Rule = (params) =>
  has(params, 'x-amz-server-side-encryption-customer-algorithm') ? is('ransoms', 'encrypted with a key that AWS does not keep') : undefined;
const shares: Rule = (params) => {
  const adds = has(params, 'add', 'valuestoadd', 'addallowedprincipals', 'userids', 'usergroups', 'accountidstoadd', 'groups');
  if (adds) return undefined;
  return has(params, 'remove', 'valuestoremove', 'removeallowedprincipals', 'accountidstoremove')
    ? is('changes', 'takes sharing back')
    : undefined;
};
const privateAcl: Rule = (params) =>
  says(params, 'x-amz-acl', /^(private|bucket-owner-.*|log-delivery-write)$/) ? is('changes', 'private') : undefined;
const aclEntry: Rule = (params) => {
  if (says(params, 'ruleaction', /^deny$/i)) return is('changes', 'a rule that denies');
  return says(params, 'egress', /^true$/i) ? is('changes', 'outgoing traffic') : undefined;
};
const route: Rule = (params) =>
  has(params, 'gatewayid') && says(params, 'gatewayid', /^(igw|vgw|eigw)-/) ? undefined : is('changes', 'inside the network');
const selectors: Rule = (params) => {
  const narrow =
    says(params, 'readwritetype', /^(ReadOnly|WriteOnly)$/i) ||
    says(params, 'includemanagementevents', /^false$/i) ||
    has(params, 'excludemanagementeventsources') ||
    has(params, 'noteq', 'notequals', 'notstartswith') ||
    ![...leavesOf(params)].some(({ path }) => path.some((name) => name.endsWith('selectors')));
  return narrow ? undefined : is('changes', 'nothing is left out');
};
const lifecycle: Rule = (params) => {
  const days = numberAt(params, 'days') ?? numberAt(params, 'noncurrentdays');
  return days !== undefined && days <= 7 && has(params, 'expiration', 'noncurrentversionexpiration')
    ? is('destroys', `everything older than ${days} days`)
    : undefined;
};
const retention: Rule = (params) =>
  (numberAt(params, 'retentionindays') ?? 0) >= 90 ? is('changes', 'kept for 90 days or more') : undefined;
const attributes: Rule = (params) =>
  says(params, 'attributename', /policy/i) || has(params, 'policy') ? is('opens', 'its resource policy is written') : undefined;
const keyStatus: Rule = (params) => (says(params, 'status', /^Inactive$/i) ? is('removes', 'the key is switched off') : undefined);

/** Calls whose name alone does not tell what they do; a rule that says nothing leaves it to the name. */
const rules: Readonly<Record<string, Rule>> = {
  'ssm:GetParameter': decrypts,
  'ssm:GetParameters': decrypts,
  'ssm:GetParametersByPath': decrypts,
  'ssm:GetParameterHistory': decrypts,
  'ec2:DescribeInstanceAttribute': (params) => (says(params, 'attribute', /^userData$/i) ? is('reads-secrets', 'user data') : undefined),
  'ec2:ModifyInstanceAttribute': (params) =>
    has(params, 'userdata') || says(params, 'attribute', /^userData$/i)
      ? is('runs-code', 'user data is run when the instance starts')
      : undefined,
  'ec2:ModifyImageAttribute': shares,
  'ec2:ModifySnapshotAttribute': shares,
  'ec2:ModifyVpcEndpointServicePermissions': shares,
  'ec2:CreateNetworkAclEntry': aclEntry,
  'ec2:ReplaceNetworkAclEntry': aclEntry,
  'ec2:CreateRoute': route,
  'ec2:ReplaceRoute': route,
  'ec2:ModifySubnetAttribute': (params) => (says(params, 'value', /^true$/i) ? undefined : is('changes', 'nothing is let in')),
  'rds:ModifyDBSnapshotAttribute': shares,
  'rds:ModifyDBClusterSnapshotAttribute': shares,
  'rds:CopyDBSnapshot': (params) => (has(params, 'sourceregion', 'presignedurl') ? is('moves-data', 'to another region') : undefined),
  'rds:CopyDBClusterSnapshot': (params) =>
    has(params, 'sourceregion', 'presignedurl') ? is('moves-data', 'to another region') : undefined,
  'ssm:ModifyDocumentPermission': shares,
  's3:CopyObject': customerKey,
  's3:PutObject': customerKey,
  's3:DeleteObject': (params) => (has(params, 'versionid') ? is('destroys', 'a version is gone for good') : undefined),
  's3:PutBucketAcl': privateAcl,
  's3:PutObjectAcl': privateAcl,
  's3:PutBucketLogging': (params) => (has(params, 'loggingenabled') ? undefined : is('hides-tracks', 'no target is left')),
  's3:PutBucketVersioning': (params) => (says(params, 'status', /^Suspended$/i) ? is('weakens', 'versions are no longer kept') : undefined),
  's3:PutBucketLifecycle': lifecycle,
  's3:PutBucketLifecycleConfiguration': lifecycle,
  's3:PutLifecycleConfiguration': lifecycle,
  's3:PutBucketEncryption': (params, { account }) =>
    [...leavesOf(params)].some(({ value }) => /^arn:aws[\w-]*:kms:/.test(String(value)) && String(value).split(':')[4] !== account)
      ? is('ransoms', 'with a key of another account')
      : undefined,
  'config:PutConfigurationRecorder': (params) =>
    says(params, 'allsupported', /^false$/i) ? is('hides-tracks', 'not every kind of resource is recorded') : undefined,
  'ec2:ModifyVpcBlockPublicAccessOptions': (params) =>
    says(params, 'internetgatewayblockmode', /^off$/i) ? is('weakens', 'the network may be reached from the internet') : undefined,
  'cloudtrail:PutEventSelectors': selectors,
  'cloudtrail:PutInsightSelectors': selectors,
  'cloudtrail:UpdateTrail': (params) => (has(params, 's3bucketname') ? is('weakens', 'the logs may go somewhere else') : undefined),
  'logs:PutRetentionPolicy': retention,
  'sqs:SetQueueAttributes': attributes,
  'sns:SetTopicAttributes': attributes,
  'iam:UpdateAccessKey': keyStatus,
  'iam:UpdateSSHPublicKey': keyStatus,
  'iam:UpdateSigningCertificate': keyStatus,
  'lambda:UpdateFunctionConfiguration': (params) => (has(params, 'layers') ? is('runs-code', 'a layer is code') : undefined),
  'macie2:UpdateMacieSession': (params) => (says(params, 'status', /^PAUSED$/i) ? is('hides-tracks', 'paused') : undefined),
  'kms:CreateGrant': (_params, call) => (grantsToAws(call) ? is('keeps-books', 'to a service of AWS') : undefined),
};

/** EBS, RDS and others make grants for themselves all day: `granteePrincipal` is a service, or the caller is one. */
const grantsToAws = ({ params, record }: ApiCall): boolean =>
  textsAt(params, 'granteePrincipal').some((text) => text.endsWith('.amazonaws.com')) ||
  textsAt(objectAt(record, 'userIdentity'), 'invokedBy').some((text) => text.endsWith('.amazonaws.com'));

/** What a call does by its parameters, where its name alone would mislead. */
export const special = (call: ApiCall): Special | undefined => rules[`${call.service}:${call.name}`]?.(call.params, call);
