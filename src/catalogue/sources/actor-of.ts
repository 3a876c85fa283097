import type { JsonObject } from '#domain/json.ts';
import type { Actor } from '#domain/signal.ts';
import { objectAt, textAt } from './fields.ts';

/** Who made the call, from `userIdentity` (docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html); the session's name is the caller's own word. */
export function actorOf(record: JsonObject): Actor | undefined {
  const who = objectAt(record, 'userIdentity');
  if (Object.keys(who).length === 0) return undefined;
  const arn = textAt(who, 'arn');
  const session = /:assumed-role\/[^/]+\/(.+)$/.exec(arn ?? '')?.[1];
  const mfa = textAt(who, 'sessionContext', 'attributes', 'mfaAuthenticated') ?? textAt(record, 'additionalEventData', 'MFAUsed');
  return {
    type: textAt(who, 'type') ?? (textAt(who, 'invokedBy') === undefined ? 'Unknown' : 'AWSService'),
    arn,
    role: textAt(who, 'sessionContext', 'sessionIssuer', 'arn'),
    session,
    account: textAt(who, 'accountId'),
    accessKey: textAt(who, 'accessKeyId'),
    sourceIp: textAt(record, 'sourceIPAddress'),
    userAgent: textAt(record, 'userAgent'),
    mfa: mfa === undefined ? undefined : /^(true|yes)$/i.test(mfa),
  };
}
