import { isArray, isObject, textAt, textsAt } from '#catalogue/sources/fields.ts';
import type { Json } from '#domain/json.ts';
import type { Effect } from '#domain/meaning.ts';
import type { ApiCall } from './api-call.ts';
import { type Found, foreign, publicly } from './exposure-of.ts';
import { policyReach } from './policy-document.ts';
import { type Leaf, leavesOf, tagsNamed } from './walk-json.ts';

/** What makes this call worse than the same call usually is, read from its parameters; what it only reads or counts has none. */
export function aspectsOf(call: ApiCall, effect: Effect): readonly Found[] {
  if (call.name === 'ConsoleLogin') return signIn(call);
  const assumes = call.service === 'sts' && call.name.startsWith('AssumeRole');
  if (assumes)
    return namesAdministrator(textsAt(call.params, 'roleArn'))
      ? [{ aspect: 'administrator', why: 'the role is named as an administrator' }]
      : [];
  if (quiet.has(effect)) return [];
  const leaves = [...leavesOf(call.params)].filter(({ path }) => !path.some((name) => takesBack.test(name)));
  const reach = policyReach(call.params);
  const given = effect !== 'removes' && !/^(Revoke|Remove|Detach|Disassociate)/.test(call.name);
  return [
    ...(given
      ? [
          publicly(call, leaves, reach.everyone),
          namesOwn(call, effect) ? undefined : foreign(call, leaves, reach.accounts),
          administrator(call, leaves, reach.administrator),
          anotherIdentity(call),
        ]
      : []),
    noRecovery(leaves),
    inBulk(call, effect),
    costly(call, leaves),
  ].filter((each) => each !== undefined);
}

/** Code comes from other accounts all day (AWS's own images and layers); and who watches an organisation names its accounts. */
const namesOwn = ({ service, name }: ApiCall, effect: Effect): boolean =>
  effect === 'runs-code' || (/^(guardduty|securityhub|macie2|inspector2|detective|fms)$/.test(service) && /Member|Admin|Enable/.test(name));
const quiet: ReadonlySet<Effect> = new Set(['reads', 'looks-around', 'keeps-books']);
const takesBack = /^(remove|valuestoremove|removeallowedprincipals|accountidstoremove|revoke)$/;

function signIn({ record, response }: ApiCall): readonly Found[] {
  const who = textAt(record, 'userIdentity', 'type');
  if (textAt(response, 'ConsoleLogin') === 'Failure') return [{ aspect: 'sign-in-refused', why: 'a sign-in to the console was refused' }];
  // CloudTrail writes MFAUsed with each sign-in of a user or of root; where it is missing, nothing says that there was a second factor.
  return (who === 'IAMUser' || who === 'Root') && !/^yes$/i.test(textAt(record, 'additionalEventData', 'MFAUsed') ?? '')
    ? [{ aspect: 'sign-in-without-mfa', why: 'somebody signed in to the console without a second factor' }]
    : [];
}

const powerful =
  /(^|[/:])(AdministratorAccess(-[\w-]+)?|IAMFullAccess|PowerUserAccess|AWSOrganizationsFullAccess|AmazonEKSClusterAdminPolicy|system:masters)$/;
const namesAdministrator = (names: readonly string[]): boolean =>
  names.some((name) => /admin|poweruser|superuser|\broot\b|OrganizationAccountAccessRole/i.test(name.split('/').at(-1) ?? ''));

function administrator({ params }: ApiCall, leaves: readonly Leaf[], byPolicy: boolean): Found | undefined {
  if (byPolicy) return { aspect: 'administrator', why: 'its policy allows everything' };
  const policy = leaves.find(({ value }) => powerful.test(String(value)));
  if (policy !== undefined) return { aspect: 'administrator', why: `it gives ${String(policy.value).split('/').at(-1)}` };
  const group = textsAt(params, 'groupName');
  return namesAdministrator(group) ? { aspect: 'administrator', why: `the group is named ${group[0]}` } : undefined;
}

const credential = /AccessKey|LoginProfile|MFADevice|ServiceSpecificCredential|SSHPublicKey|SigningCertificate/;

/** A session's name is the caller's own word, so only a user can be seen to act on itself. */
function anotherIdentity({ service, name, params, record }: ApiCall): Found | undefined {
  if (service !== 'iam' || !credential.test(name)) return undefined;
  const whose = textsAt(params, 'userName')[0];
  return whose === undefined ||
    whose === textAt(record, 'userIdentity', 'userName') ||
    (textAt(record, 'userIdentity', 'arn') ?? '').endsWith(`:user/${whose}`)
    ? undefined
    : { aspect: 'another-identity', why: `the credential belongs to ${whose}, somebody else` };
}

const forced =
  /^(skipfinalsnapshot|skipfinalclustersnapshot|deleteautomatedbackups|forcedeletewithoutrecovery|overridependingwindowcheck|bypassgovernanceretention|bypasspolicylockoutsafetycheck|skipfinalbackup)$/;

function noRecovery(leaves: readonly Leaf[]): Found | undefined {
  const found = leaves.find(({ path, value }) => {
    const last = path.at(-1) ?? '';
    if (/^(pendingwindowindays|recoverywindowindays)$/.test(last)) return Number(value) <= 7;
    return forced.test(last) && String(value).toLowerCase() === 'true';
  });
  return found === undefined ? undefined : { aspect: 'no-recovery', why: `${found.path.at(-1)} is ${String(found.value)}` };
}

const many = 5;

function inBulk({ service, name, params }: ApiCall, effect: Effect): Found | undefined {
  const most = Math.max(0, ...listSizes(params));
  if (effect === 'destroys' && name.includes('Lifecycle')) return { aspect: 'in-bulk', why: 'everything that the rule covers' };
  if (/^Batch(Get|Delete)/.test(name) && service === 'secretsmanager') return { aspect: 'in-bulk', why: 'many secrets in one call' };
  return most >= many && !/^(Create|Register|Put|Describe)/.test(name) ? { aspect: 'in-bulk', why: `${most} in one call` } : undefined;
}

function listSizes(value: Json | undefined, depth = 0): readonly number[] {
  if (depth > 4) return [];
  if (isArray(value)) return [value.length];
  return isObject(value) ? Object.entries(value).flatMap(([key, each]) => (tagsNamed.test(key) ? [] : listSizes(each, depth + 1))) : [];
}

/** Accelerators, bare metal and the largest sizes: what is rented to compute for somebody else (ATT&CK T1496). */
const large = /^(p\d|g\d|gr\d|dl\d|inf\d|trn\d|vt\d|f\d|x\d|u-|u7|hpc)[\w-]*\.|\.(metal[\w-]*|(16|18|24|32|48|56|64|96|112|224)xlarge)$/;
const sized = /(instancetype|instanceclass|nodetype|workertype|machinetype)$/;

function costly({ name }: ApiCall, leaves: readonly Leaf[]): Found | undefined {
  if (!/^(Run|Create|Request|Modify|Start|Update|Purchase)/.test(name)) return undefined;
  const type = leaves.find(
    ({ path, value }) => sized.test(path.at(-1) ?? '') && large.test(String(value).replace(/^(ml|db|cache|kafka|dc|ra)\./, '')),
  );
  if (type !== undefined) return { aspect: 'costly', why: `instances of type ${String(type.value)}` };
  const count = leaves.find(
    ({ path, value }) => /^(maxcount|targetcapacity|totaltargetcapacity)$/.test(path.at(-1) ?? '') && Number(value) >= 10,
  );
  return count === undefined ? undefined : { aspect: 'costly', why: `${String(count.value)} instances at once` };
}
