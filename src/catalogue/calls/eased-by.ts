import type { Effect } from '#domain/meaning.ts';
import type { ApiCall } from './api-call.ts';
import { foreign, publicly } from './exposure-of.ts';
import { policyReach } from './policy-document.ts';
import { type Leaf, leavesOf } from './walk-json.ts';

/** Why the parameters of a changing call show that it lets nobody from outside in, or puts a guard up; nothing where they do not tell. */
export function easedBy(call: ApiCall, effect: Effect): string | undefined {
  // An identity's own policy names nobody at all; what it lets the identity do is another question.
  if (call.service === 'iam' || call.service === 'sso' || (effect === 'changes' && !aboutGuards.test(call.name))) return undefined;
  const leaves = [...leavesOf(call.params)];
  const reach = policyReach(call.params);
  if (reach.everyone || foreign(call, leaves, reach.accounts) !== undefined || publicly(call, leaves, reach.everyone) !== undefined)
    return undefined;
  const on = aboutGuards.test(call.name) ? guardUp(call.name, leaves) : undefined;
  if (on !== undefined) return `${on.path.join('.')} is ${String(on.value)}`;
  if (effect === 'resets-guards') return switchedOn(leaves);
  if (effect !== 'opens') return undefined;
  return inside(call) ?? privateRanges(leaves) ?? grantedToService(call, leaves) ?? ownAccessList(call);
}

/** Calls that set nothing else. */
const aboutGuards = /PublicAccessBlock|BlockPublicAccess|KeyRotation|TerminationProtection|DeleteProtection|ImageScanning/;
const guards =
  /^(blockpublicacls|ignorepublicacls|blockpublicpolicy|restrictpublicbuckets|deletionprotection|deletionprotectionenabled|blockpublicsecuritygrouprules|enablekeyrotation|scanonpush)$/;

/** A switch of a guard that is turned on; of the four of a public access block, those that are left out are off. */
function guardUp(name: string, leaves: readonly Leaf[]): Leaf | undefined {
  const on = leaves.filter(({ path, value }) => guards.test(path.at(-1) ?? '') && /^(true|enabled)$/i.test(String(value)));
  return name.includes('PublicAccessBlock') && on.length < 4 ? undefined : on[0];
}

/** A watcher that is told to be on; that another switch of the same call is off was seen before. */
function switchedOn(leaves: readonly Leaf[]): string | undefined {
  const on = leaves.find(
    ({ path, value }) => /^(enable|enabled|isenabled|status)$/.test(path.at(-1) ?? '') && /^(true|enabled|active)$/i.test(String(value)),
  );
  return on === undefined ? undefined : `${on.path.join('.')} is ${String(on.value)}`;
}

/** A resource policy that can be read whole and names nobody but this account and services of AWS. */
function inside({ params, account }: ApiCall): string | undefined {
  const { accounts, plain } = policyReach(params);
  return plain && accounts.every((each) => each === account) ? 'its policy lets in nobody from outside the account' : undefined;
}

/** RFC 1918, RFC 6598, RFC 4193 and link-local ranges. */
const privateRange =
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|127\.|f[cd][0-9a-f]{2}:|fe80:)/i;
const range = /^[0-9a-f.:]+\/\d{1,3}$/i;

function privateRanges(leaves: readonly Leaf[]): string | undefined {
  const ranges = leaves.filter(({ value }) => range.test(String(value)));
  const lists = leaves.some(({ path }) => /prefixlist|groupid|groupname|userid/.test(path.slice(1).join('.')));
  return ranges.length > 0 && !lists && ranges.every(({ value }) => privateRange.test(String(value)))
    ? 'only from private networks'
    : undefined;
}

/** An event source of this account: a service may call, and for this account alone. */
function grantedToService({ name, account }: ApiCall, leaves: readonly Leaf[]): string | undefined {
  const principal = leaves.find(({ path }) => path.at(-1) === 'principal')?.value;
  const sources = leaves.filter(({ path }) => path.at(-1) === 'sourceaccount' || path.at(-1) === 'sourcearn');
  const service = name.startsWith('AddPermission') && String(principal).endsWith('.amazonaws.com');
  return service && account !== undefined && sources.some(({ value }) => String(value).includes(account))
    ? `only ${String(principal)}, for this account`
    : undefined;
}

/** An access list whose every grant is the owner's own, or the one that log delivery needs. */
function ownAccessList({ name, params }: ApiCall): string | undefined {
  if (!/^Put(Bucket|Object)Acl$/.test(name)) return undefined;
  const leaves = [...leavesOf(params)];
  const owner = leaves.find(({ path }) => path.at(-1) === 'id' && path.at(-2) === 'owner')?.value;
  const granted = leaves.filter(({ path }) => path.includes('grantee') && /^(id|uri|emailaddress)$/.test(path.at(-1) ?? ''));
  const own = granted.every(({ value }) => value === owner || String(value).endsWith('/groups/s3/LogDelivery'));
  return granted.length > 0 && own ? 'its grants stay with the owner' : undefined;
}
