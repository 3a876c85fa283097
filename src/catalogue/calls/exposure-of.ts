import type { Aspect } from '#domain/meaning.ts';
import type { ApiCall } from './api-call.ts';
import { accountIn } from './policy-document.ts';
import type { Leaf } from './walk-json.ts';
import { everywhere, webOnly } from './web-only.ts';

/** An aspect that was found in a call, and where. */
export interface Found {
  readonly aspect: Aspect;
  readonly why: string;
}

const publicAcl = /^(public-read|public-read-write|authenticated-read|website)$/;
const everyGroup = /groups\/(global\/AllUsers|global\/AuthenticatedUsers)$/;

/** Is everybody let in: by a policy, an access list, a network range, or a switch? A block against public access that goes lets nobody in by itself. */
export function publicly({ name, account, params }: ApiCall, leaves: readonly Leaf[], everyone: boolean): Found | undefined {
  if (everyone) return { aspect: 'public', why: 'its policy allows everybody' };
  // A route, outgoing traffic or a rule that denies lets nobody in.
  const inward =
    !/Route|Egress/.test(name) &&
    !webOnly(params) &&
    !leaves.some(({ path, value }) => path.at(-1) === 'endpointpublicaccess' && value === false) &&
    !leaves.some(({ path, value }) => (path.at(-1) === 'egress' && value === true) || (path.at(-1) === 'ruleaction' && value === 'deny'));
  // `*` of an organisation, or on behalf of a source in this account, is not everybody.
  const narrowed = leaves.some(
    ({ path, value }) =>
      path.at(-1) === 'principalorgid' ||
      (/^source(account|arn)$/.test(path.at(-1) ?? '') && account !== undefined && String(value).includes(account)),
  );
  const found = leaves.find(({ path, value }) => {
    const last = path.at(-1) ?? '';
    const text = String(value);
    if (everywhere.test(text)) return inward && !path.includes('egress');
    if (last === 'x-amz-acl' || last === 'acl' || last === 'cannedacl') return publicAcl.test(text);
    if (everyGroup.test(text)) return true;
    if (last === 'group' || last === 'groups' || last === 'groupnames' || path.includes('valuestoadd') || last === 'accountidstoadd')
      return text.toLowerCase() === 'all';
    if (last === 'publiclyaccessible') return text === 'true';
    if (last === 'authtype' || last === 'functionurlauthtype') return text === 'NONE';
    if (last === 'principal') return text === '*' && !path.includes('statement') && !narrowed;
    return last === 'projectvisibility' && text === 'PUBLIC_READ';
  });
  return found === undefined ? undefined : { aspect: 'public', why: `${found.named} is ${String(found.value)}` };
}

const accountName = /account|owner|principal|userid|member|grantee|target|destination|value|aws|user|peer/;

/** Does the call name an account that is not the one that was called? */
export function foreign({ account }: ApiCall, leaves: readonly Leaf[], principals: readonly string[]): Found | undefined {
  if (account === undefined || !/^\d{12}$/.test(account)) return undefined;
  const named = leaves.flatMap(({ path, value }) => {
    const text = String(value);
    const bare = /^\d{12}$/.test(text) && accountName.test(path.at(-1) ?? '') ? text : undefined;
    return bare ?? (text.startsWith('arn:') ? accountIn(text) : undefined) ?? [];
  });
  const other = [...principals, ...named].find((each) => each !== account);
  return other === undefined ? undefined : { aspect: 'foreign-account', why: `it names account ${other}, the call was in ${account}` };
}
