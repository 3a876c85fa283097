import type { JsonObject } from '#domain/json.ts';
import type { DecodedCall } from './decode/decoded-call.ts';
import { outputOf, type WireResponse } from './decode/wire-response.ts';
import { descendant, parseXml } from './decode/xml.ts';
import type { Upstream } from './upstream.ts';

/** Who made a call. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  /** As CloudTrail writes it. */
  readonly userIdentity: JsonObject;
}
export interface Identities {
  of(call: DecodedCall): Promise<Caller>;
  /** Remembers who assumed which role, and forgets deleted keys. */
  learn(call: DecodedCall, response: WireResponse): void;
  clear(): void;
}

interface Session {
  readonly roleArn: string;
  readonly sourceIdentity: string | undefined;
  readonly since: string;
}
const defaultAccount = '123456789012';

/** Asks the emulator's STS who a key belongs to, once a key. */
export function identities(upstream: Upstream): Identities {
  const callers = new Map<string, Promise<Caller>>();
  const sessions = new Map<string, Session>();
  return {
    async of(call) {
      const { accessKey } = call;
      if (accessKey === undefined) return anonymous;
      const known = callers.get(accessKey);
      if (known !== undefined) return known;
      const caller = lookUp(upstream, call, accessKey, sessions.get(accessKey));
      callers.set(accessKey, caller);
      const forget = () => callers.delete(accessKey);
      caller.then(({ arn }) => arn === '' && forget(), forget);
      return caller;
    },
    learn(call, response) {
      if (response.status >= 300) return;
      if (call.service === 'sts' && call.operation === 'AssumeRole') {
        const { Credentials: credentials } = outputOf(call, response) as { readonly Credentials?: { readonly AccessKeyId?: string } };
        const { RoleArn: roleArn, SourceIdentity: source } = call.input;
        if (credentials?.AccessKeyId === undefined || typeof roleArn !== 'string') return;
        const inherited = call.accessKey === undefined ? undefined : sessions.get(call.accessKey)?.sourceIdentity;
        const sourceIdentity = typeof source === 'string' ? source : inherited;
        sessions.set(credentials.AccessKeyId, { roleArn, sourceIdentity, since: new Date().toISOString().replace(/\.\d+Z$/, 'Z') });
      }
      if (call.service === 'iam' && call.operation === 'DeleteAccessKey') callers.delete(String(call.input['AccessKeyId']));
      if (call.service === 'iam' && /^(Update|Delete)User$/.test(call.operation)) callers.clear();
    },
    clear() {
      callers.clear();
      sessions.clear();
    },
  };
}

const anonymous: Caller = {
  account: defaultAccount,
  arn: 'anonymous',
  userIdentity: { type: 'AWSAccount', principalId: '', accountId: 'anonymous' },
};

async function lookUp(upstream: Upstream, call: DecodedCall, accessKeyId: string, session: Session | undefined): Promise<Caller> {
  const text = await upstream.askQuery('sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' }, { ...call, accessKey: accessKeyId });
  const root = text === undefined ? undefined : parseXml(text.trim());
  const field = (name: string): string => (root === undefined ? '' : (descendant(root, name)?.text ?? ''));
  const [accountId, principalId] = [field('Account') || defaultAccount, field('UserId')];
  const arn = field('Arn').replace(/^(arn:[\w-]+):sts::(\d+):user\//, '$1:iam::$2:user/');
  const base = { principalId, arn, accountId, accessKeyId };
  const role = /^arn:[\w-]+:sts::\d+:assumed-role\/([^/]+)\//.exec(arn)?.[1];
  if (role !== undefined)
    return { account: accountId, arn, userIdentity: { type: 'AssumedRole', ...base, sessionContext: sessionContext(base, role, session) } };
  if (arn.endsWith(':root')) return { account: accountId, arn, userIdentity: { type: 'Root', ...base } };
  return { account: accountId, arn, userIdentity: { type: 'IAMUser', ...base, userName: arn.split('/').at(-1) ?? '' } };
}

function sessionContext(
  caller: { readonly principalId: string; readonly arn: string; readonly accountId: string },
  role: string,
  session: Session | undefined,
): JsonObject {
  return {
    sessionIssuer: {
      type: 'Role',
      principalId: caller.principalId.split(':')[0] ?? '',
      arn: session?.roleArn ?? `arn:${caller.arn.split(':')[1]}:iam::${caller.accountId}:role/${role}`,
      accountId: caller.accountId,
      userName: role,
    },
    ...(session?.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
    webIdFederationData: {},
    attributes: { creationDate: session?.since ?? '', mfaAuthenticated: 'false' },
  };
}
