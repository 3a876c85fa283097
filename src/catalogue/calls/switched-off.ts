import { isObject } from '#catalogue/sources/fields.ts';
import type { JsonObject } from '#domain/json.ts';
import { type Effect, effects } from '#domain/meaning.ts';
import type { ApiCall } from './api-call.ts';
import { type Leaf, leavesOf, nodesOf } from './walk-json.ts';

/** A parameter whose value makes the call something else than its name says; `value` is compared without case. */
interface Switch {
  readonly names: string;
  readonly values: RegExp;
  readonly effect: Effect;
  readonly what: string;
}

const off = /^(false|disabled|suspended|paused|off|none)$/;

/** Members of AWS's own request shapes, in lower case. */
const switches: readonly Switch[] = [
  {
    names:
      'deletionprotection deletionprotectionenabled deletion_protection.enabled enableterminationprotection terminationprotected disableapitermination',
    values: off,
    effect: 'weakens',
    what: 'turns deletion protection off',
  },
  {
    names: 'backupretentionperiod automatedsnapshotretentionperiod snapshotretentionlimit automaticbackupretentiondays',
    values: /^0$/,
    effect: 'weakens',
    what: 'ends automatic backups',
  },
  { names: 'pointintimerecoveryenabled', values: off, effect: 'weakens', what: 'ends point-in-time recovery' },
  {
    names: 'blockpublicacls ignorepublicacls blockpublicpolicy restrictpublicbuckets blockpublicsecuritygrouprules',
    values: off,
    effect: 'weakens',
    what: 'stops blocking public access',
  },
  { names: 'imagetagmutability', values: /^mutable$/, effect: 'weakens', what: 'lets images be replaced under their tag' },
  { names: 'httptokens', values: /^optional$/, effect: 'weakens', what: 'lets the instance metadata be read without a session' },
  { names: 'mfaconfiguration mfadelete requiremfa', values: off, effect: 'weakens', what: 'no longer asks for a second factor' },
  {
    names: 'enablekeyrotation scanonpush enforcehttps transitencryptionenabled encryptionatrestoptions',
    values: off,
    effect: 'weakens',
    what: 'turns a safeguard off',
  },
  { names: 'publiclyaccessible endpointpublicaccess', values: /^true$/, effect: 'opens', what: 'gives it a public address' },
  { names: 'authorizationtype authtype', values: /^none$/, effect: 'opens', what: 'asks callers for no authorisation' },
  {
    names:
      'includemanagementevents includeglobalserviceevents enablelogfilevalidation ismultiregiontrail islogging access_logs.s3.enabled loggingenabled publishcloudwatchmetricsenabled',
    values: off,
    effect: 'hides-tracks',
    what: 'records less than before',
  },
  { names: 'sqsmanagedsseenabled', values: off, effect: 'weakens', what: 'turns encryption off' },
  { names: 'kmsmasterkeyid', values: /^$/, effect: 'weakens', what: 'turns encryption off' },
  { names: 'actionsenabled', values: off, effect: 'hides-tracks', what: 'lets the alarm tell nobody' },
  { names: 'masteruserpassword', values: /./, effect: 'gives-access', what: "sets the master user's password" },
];

const byName = new Map(switches.flatMap((each) => each.names.split(' ').map((name) => [name, each] as const)));
/** Nouns on the way to a plain `enabled: false`. */
const watcher = /log|trail|audit|detector|monitor|recorder|macie|finding|insight|flow|alarm/;
const guard = /encrypt|protect|guard|firewall|backup|rotation|validation|versioning|mfa/;

/** What a changing call turns off or lets in by a parameter; creating something without a guard is not turning one off. */
export function switchedOff({ name, params }: ApiCall): { readonly effect: Effect; readonly what: string } | undefined {
  const creates = /^(Create|Run|Restore|Copy|Start|Request)/.test(name);
  let found: { readonly effect: Effect; readonly what: string } | undefined;
  for (const leaf of [...leavesOf(params), ...pairsOf(params)]) {
    const each = switchOf(leaf, name);
    if (each === undefined || (creates && each.effect !== 'opens')) continue;
    if (found === undefined || effects.indexOf(each.effect) > effects.indexOf(found.effect)) found = each;
  }
  return found;
}

/** Attributes that are written as a name beside a value, as load balancers and topics have them. */
function* pairsOf(params: JsonObject): Generator<Leaf> {
  for (const { path, value } of nodesOf(params)) {
    if (!isObject(value)) continue;
    const members = Object.entries(value).map(([key, each]) => [key.toLowerCase(), each] as const);
    const named = members.find(([key, each]) => /^(key|name|attributename)$/.test(key) && typeof each === 'string')?.[1];
    const text = members.find(([key]) => key === 'value' || key === 'attributevalue')?.[1];
    if (typeof named === 'string' && (typeof text === 'string' || typeof text === 'boolean'))
      yield { path: [...path, named.toLowerCase()], named, value: text };
  }
}

function switchOf({ path, value }: Leaf, call: string): { readonly effect: Effect; readonly what: string } | undefined {
  const last = path.at(-1) === 'value' || path.at(-1) === 'attributevalue' ? path.at(-2) : path.at(-1);
  const text = String(value).toLowerCase();
  const known = byName.get(last ?? '');
  if (known !== undefined) return known.values.test(text) ? known : undefined;
  if (!/^(enable|enabled|isenabled|status|state)$/.test(last ?? '') || !off.test(text)) return undefined;
  const about = `${call} ${path.join(' ')}`.toLowerCase();
  if (watcher.test(about)) return { effect: 'hides-tracks', what: `sets ${path.join('.')} to ${text}` };
  return guard.test(about) ? { effect: 'weakens', what: `sets ${path.join('.')} to ${text}` } : undefined;
}
