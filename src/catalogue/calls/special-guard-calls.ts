import type { JsonObject } from '#domain/json.ts';
import { has, is, numberAt, type SpecialRule, says } from './special-rule.ts';
import { leavesOf } from './walk-json.ts';

const selectors: SpecialRule = (params) => {
  const narrow =
    says(params, 'readwritetype', /^(ReadOnly|WriteOnly)$/i) ||
    says(params, 'includemanagementevents', /^false$/i) ||
    has(params, 'excludemanagementeventsources') ||
    has(params, 'noteq', 'notequals', 'notstartswith') ||
    ![...leavesOf(params)].some(({ path }) => path.some((name) => name.endsWith('selectors')));
  return narrow ? undefined : is('changes', 'nothing is left out');
};
/** A month of logs is ordinary thrift; a few days are gone before anybody looks. */
const retention: SpecialRule = (params) => {
  const days = numberAt(params, 'retentionindays') ?? 0;
  if (days >= 90) return is('changes', 'kept for 90 days or more');
  return days > 5 ? is('resets-guards', `kept for ${days} days`) : undefined;
};
/** What is left out goes back to its default, which asks for nothing (docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html). */
const passwords: SpecialRule = (params) => {
  const asks = ['requiresymbols', 'requirenumbers', 'requireuppercasecharacters', 'requirelowercasecharacters'];
  const strong = (numberAt(params, 'minimumpasswordlength') ?? 0) >= 14 && asks.every((name) => says(params, name, /^true$/i));
  return strong ? is('resets-guards', 'passwords have to be long and mixed') : undefined;
};
/** A filter that only marks or groups hides nothing. */
const filter: SpecialRule = (params) =>
  has(params, 'action') && !says(params, 'action', /^(ARCHIVE|SUPPRESS)$/i) ? is('changes', 'a view, nothing is put away') : undefined;
const trusted: SpecialRule = (params) => (says(params, 'activate', /^false$/i) ? is('changes', 'not active') : undefined);
const quietRule: SpecialRule = (params) =>
  says(params, 'state', /^DISABLED$/i) ? is('hides-tracks', 'the rule no longer listens') : undefined;
const blocks = ['blockpublicacls', 'ignorepublicacls', 'blockpublicpolicy', 'restrictpublicbuckets'];
/** What is left out is off (docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html). */
const publicBlock: SpecialRule = (params: JsonObject) =>
  blocks.every((name) => says(params, name, /^true$/i)) ? undefined : is('resets-guards', 'a part of the block is left off');

/** Calls about what watches and protects whose parameters decide. */
export const specialGuardCalls: Readonly<Record<string, SpecialRule>> = {
  'cloudtrail:PutEventSelectors': selectors,
  'cloudtrail:PutInsightSelectors': selectors,
  'logs:PutRetentionPolicy': retention,
  'iam:UpdateAccountPasswordPolicy': passwords,
  'cloudtrail:UpdateTrail': (params) => (has(params, 's3bucketname') ? is('weakens', 'the logs may go somewhere else') : undefined),
  'config:PutConfigurationRecorder': (params) =>
    says(params, 'allsupported', /^false$/i) || has(params, 'exclusionbyresourcetypes')
      ? is('hides-tracks', 'not every kind of resource is recorded')
      : undefined,
  'macie2:UpdateMacieSession': (params) => (says(params, 'status', /^PAUSED$/i) ? is('hides-tracks', 'paused') : undefined),
  'ec2:ModifyVpcBlockPublicAccessOptions': (params) =>
    says(params, 'internetgatewayblockmode', /^off$/i) ? is('weakens', 'the network may be reached from the internet') : undefined,
  's3:PutBucketLogging': (params) => (has(params, 'loggingenabled') ? undefined : is('hides-tracks', 'no target is left')),
  's3:PutBucketVersioning': (params) => (says(params, 'status', /^Suspended$/i) ? is('weakens', 'versions are no longer kept') : undefined),
  's3:PutPublicAccessBlock': publicBlock,
  's3:PutBucketPublicAccessBlock': publicBlock,
  's3:PutAccountPublicAccessBlock': publicBlock,
  'guardduty:CreateFilter': filter,
  'guardduty:UpdateFilter': filter,
  'macie2:CreateFindingsFilter': filter,
  'inspector2:CreateFilter': filter,
  'inspector2:UpdateFilter': filter,
  'guardduty:CreateIPSet': trusted,
  'guardduty:CreateTrustedEntitySet': trusted,
  'events:PutRule': quietRule,
};
