import { textsAt } from '#catalogue/sources/fields.ts';
import { actionsAllowed } from './policy-document.ts';
import { is, type SpecialRule } from './special-rule.ts';

const reading = /^[\w-]+:(BatchGet|Describe|Get|Head|List|Lookup|Query|Read|Scan|Search|Select|View)/i;
/** Reads that hand out what opens more: secrets and sessions. */
const telling = /^(secretsmanager:|ssm:Get|sts:|sso:Get|ec2:GetPasswordData|redshift:GetClusterCredentials|ecr:GetAuthorizationToken)/i;
const readingPolicy = /:aws:policy\/[\w/-]*(ReadOnly(Access)?|ViewOnlyAccess|SecurityAudit)$/;

/** An identity's policy that only denies takes rights away; one that only reads lets one more reader in. */
const rights: SpecialRule = (params) => {
  const managed = textsAt(params, 'policyArn')[0];
  if (managed !== undefined && readingPolicy.test(managed)) return is('opens', 'to read only');
  const actions = actionsAllowed(params);
  if (actions === undefined) return undefined;
  if (actions.length === 0) return is('changes', 'it only denies');
  return actions.every((action) => reading.test(action) && !telling.test(action)) ? is('opens', 'to read only') : undefined;
};

const calls = `iam:AttachGroupPolicy iam:AttachRolePolicy iam:AttachUserPolicy iam:CreatePolicy iam:CreatePolicyVersion iam:PutGroupPolicy iam:PutRolePolicy
  iam:PutUserPolicy sso:AttachManagedPolicyToPermissionSet sso:PutInlinePolicyToPermissionSet`;

/** Calls that give an identity rights: what rights they are decides. */
export const specialRightsCalls: Readonly<Record<string, SpecialRule>> = Object.fromEntries(
  calls.split(/\s+/).map((name) => [name, rights]),
);
