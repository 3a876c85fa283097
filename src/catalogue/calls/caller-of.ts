import { objectAt, textAt } from '#catalogue/sources/fields.ts';
import type { CallMeaning } from '#domain/meaning.ts';
import type { ApiCall } from './api-call.ts';

const people = new Set(['IAMUser', 'FederatedUser', 'SAMLUser', 'WebIdentityUser', 'IdentityCenterUser', 'Directory']);

/** Who made a call, from `userIdentity` (docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html). The user agent is the caller's own word and never read. */
export function callerOf({ record, account }: ApiCall): CallMeaning['caller'] {
  const who = objectAt(record, 'userIdentity');
  const own = textAt(who, 'accountId');
  const outsider =
    account !== undefined && own !== undefined && /^\d{12}$/.test(own) && /^\d{12}$/.test(account) && own !== account ? own : undefined;
  const found = kindOf(record);
  const mfa = textAt(who, 'sessionContext', 'attributes', 'mfaAuthenticated');
  return {
    ...found,
    ...(outsider === undefined ? {} : { outsider }),
    ...(found.kind === 'person' && mfa === 'false' && textAt(who, 'type') === 'IAMUser' ? { withoutMfa: true as const } : {}),
  };
}

function kindOf(record: ApiCall['record']): Pick<CallMeaning['caller'], 'kind' | 'why'> {
  const who = objectAt(record, 'userIdentity');
  const type = textAt(who, 'type');
  const arn = textAt(who, 'arn') ?? '';
  const issuer = textAt(who, 'sessionContext', 'sessionIssuer', 'arn') ?? '';
  const invoker = textAt(who, 'invokedBy');
  // The console calls for whoever sits before it: `signin.amazonaws.com` is that person, unless the call came from within AWS.
  const console = invoker === 'signin.amazonaws.com' && textAt(record, 'sourceIPAddress') !== 'AWS Internal';
  const through = invoker?.endsWith('.amazonaws.com') === true && !console ? invoker : undefined;
  const name = arn === '' ? (textAt(who, 'userName') ?? type ?? 'somebody') : arn;
  if (type === 'AWSService' || textAt(record, 'eventType') === 'AwsServiceEvent')
    return { kind: 'aws', why: `${invoker ?? 'AWS'} did it itself` };
  if (/:role\/aws-service-role\/|:assumed-role\/AWSServiceRoleFor/.test(`${issuer} ${arn}`))
    return { kind: 'aws', why: `a service-linked role of AWS did it: ${arn.split('/')[1] ?? issuer}` };
  // A service that acts for the root user is routine (the CIS benchmark's metric of root use leaves it out as well); a session of root itself is not.
  if (type === 'Root' && through === undefined) return { kind: 'root', why: 'the root user of the account did it' };
  if (textAt(who, 'accountId') === 'ANONYMOUS_PRINCIPAL' || textAt(who, 'principalId') === 'Anonymous')
    return { kind: 'anonymous', why: 'nobody is named: the call was anonymous' };
  if (through !== undefined) return { kind: 'through-aws', why: `${name} did it through ${through}` };
  if (people.has(type ?? '') || /AWSReservedSSO_/.test(`${issuer} ${arn}`)) return { kind: 'person', why: `${name} did it` };
  if (type === 'AssumedRole' || type === 'Role') return { kind: 'workload', why: `${name} did it` };
  return { kind: 'unknown', why: type === undefined ? 'nobody is named' : name };
}
