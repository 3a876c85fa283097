import { objectAt, textsAt } from '#catalogue/sources/fields.ts';
import type { JsonObject } from '#domain/json.ts';
import type { ApiCall } from './api-call.ts';
import { specialGuardCalls } from './special-guard-calls.ts';
import { specialRightsCalls } from './special-rights-calls.ts';
import { has, is, numberAt, type Special, type SpecialRule, says } from './special-rule.ts';
import { leavesOf } from './walk-json.ts';

const decrypts: SpecialRule = (params) => (says(params, 'withdecryption', /^true$/i) ? is('reads-secrets', 'decrypted') : undefined);
const customerKey: SpecialRule = (params) =>
  has(params, 'x-amz-server-side-encryption-customer-algorithm') ? is('ransoms', 'encrypted with a key that AWS does not keep') : undefined;
/** A key that another account owns: its owner decides who reads what is encrypted with it. */
const foreignKey = (params: JsonObject, account: string | undefined): boolean =>
  account !== undefined &&
  [...leavesOf(params)].some(({ value }) => /^arn:aws[\w-]*:kms:/.test(String(value)) && String(value).split(':')[4] !== account);
const encrypts: SpecialRule = (params, { account }) =>
  foreignKey(params, account) ? is('ransoms', 'with a key of another account') : undefined;
const launchTemplate: SpecialRule = (params) =>
  has(params, 'userdata') ? is('runs-code', 'user data is run when an instance starts') : undefined;
const shares: SpecialRule = (params) => {
  const adds = has(params, 'add', 'valuestoadd', 'addallowedprincipals', 'userids', 'usergroups', 'accountidstoadd', 'groups');
  if (adds) return undefined;
  return has(params, 'remove', 'valuestoremove', 'removeallowedprincipals', 'accountidstoremove')
    ? is('changes', 'takes sharing back')
    : undefined;
};
const privateAcl: SpecialRule = (params) =>
  says(params, 'x-amz-acl', /^(private|bucket-owner-.*|log-delivery-write)$/) ? is('changes', 'private') : undefined;
const aclEntry: SpecialRule = (params) => {
  if (says(params, 'ruleaction', /^deny$/i)) return is('changes', 'a rule that denies');
  return says(params, 'egress', /^true$/i) ? is('changes', 'outgoing traffic') : undefined;
};
const route: SpecialRule = (params) =>
  has(params, 'gatewayid') && says(params, 'gatewayid', /^(igw|vgw|eigw)-/) ? undefined : is('changes', 'inside the network');
const lifecycle: SpecialRule = (params) => {
  const days = numberAt(params, 'days') ?? numberAt(params, 'noncurrentdays');
  if (!says(params, 'status', /^Enabled$/i) && says(params, 'status', /^Disabled$/i)) return undefined;
  return days !== undefined && days <= 7 && has(params, 'expiration', 'noncurrentversionexpiration')
    ? is('destroys', `everything older than ${days} days`)
    : undefined;
};
const ownDevice: SpecialRule = (params, { record }) => {
  const whose = textsAt(params, 'userName')[0];
  return whose === undefined || whose === textsAt(record, 'userIdentity.userName')[0]
    ? is('changes', 'a second factor of their own')
    : undefined;
};
const toNothing: SpecialRule = (params) =>
  numberAt(params, 'desiredcapacity') === 0 || numberAt(params, 'desiredcount') === 0 || numberAt(params, 'maxsize') === 0
    ? is('disrupts', 'nothing of it is left running')
    : undefined;
const attributes: SpecialRule = (params) =>
  says(params, 'attributename', /policy/i) || has(params, 'policy') ? is('opens', 'its resource policy is written') : undefined;
const keyStatus: SpecialRule = (params) => (says(params, 'status', /^Inactive$/i) ? is('removes', 'the key is switched off') : undefined);

/** Calls whose name alone does not tell what they do; a rule that says nothing leaves it to the name. */
const rules: Readonly<Record<string, SpecialRule>> = {
  ...specialGuardCalls,
  ...specialRightsCalls,
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
  'ec2:ModifyEbsDefaultKmsKeyId': encrypts,
  'ec2:CreateLaunchTemplate': launchTemplate,
  'ec2:CreateLaunchTemplateVersion': launchTemplate,
  's3:DeleteObject': (params) => (has(params, 'versionid') ? is('destroys', 'a version is gone for good') : undefined),
  's3:PutBucketAcl': privateAcl,
  's3:PutObjectAcl': privateAcl,
  's3:PutBucketLifecycle': lifecycle,
  's3:PutBucketLifecycleConfiguration': lifecycle,
  's3:PutLifecycleConfiguration': lifecycle,
  's3:PutBucketEncryption': encrypts,
  'sqs:SetQueueAttributes': attributes,
  'sns:SetTopicAttributes': attributes,
  'iam:EnableMFADevice': ownDevice,
  'autoscaling:SetDesiredCapacity': toNothing,
  'autoscaling:UpdateAutoScalingGroup': toNothing,
  'ecs:UpdateService': toNothing,
  'iam:UpdateAccessKey': keyStatus,
  'iam:UpdateSSHPublicKey': keyStatus,
  'iam:UpdateSigningCertificate': keyStatus,
  'lambda:UpdateFunctionConfiguration': (params) => (has(params, 'layers') ? is('runs-code', 'a layer is code') : undefined),
  'kms:CreateGrant': (_params, call) => (grantsToAws(call) ? is('keeps-books', 'to a service of AWS') : undefined),
};

/** EBS, RDS and others make grants for themselves all day: `granteePrincipal` is a service, or the caller is one. */
const grantsToAws = ({ params, record }: ApiCall): boolean =>
  textsAt(params, 'granteePrincipal').some((text) => text.endsWith('.amazonaws.com')) ||
  textsAt(objectAt(record, 'userIdentity'), 'invokedBy').some((text) => text.endsWith('.amazonaws.com'));

/** What a call does by its parameters, where its name alone would mislead. A dry run is told by the call's own parameter, not by a tag of that name. */
export const special = (call: ApiCall): Special | undefined =>
  call.params['dryRun'] === true
    ? is('looks-around', 'a dry run, which asks what would be allowed')
    : rules[`${call.service}:${call.name}`]?.(call.params, call);
