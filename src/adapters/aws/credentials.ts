import type { Credentials, STSClient } from '@aws-sdk/client-sts';
import { HealError } from '#domain/heal-error.ts';
import type { Site } from '#domain/resource-ref.ts';
import type { Scope } from '#domain/scope.ts';
import { awsFailure, awsNames } from './aws-failure.ts';
import { clientConfig, regionOf } from './clients.ts';
import { sessionPolicy } from './session-policy.ts';

/** Keys that sign calls. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type Purpose = { readonly kind: 'read' } | { readonly kind: 'write'; readonly incident: string; readonly scope?: Scope | undefined };

/** The keys for one purpose at one site; valid for five minutes at least. Throws HealError. */
export type CredentialsFor = (site: Site, purpose: Purpose) => Promise<AwsCredentials>;

export interface RoleCredentialsOptions {
  readonly endpoint?: string | undefined;
  /** The keys that assume the roles; the SDK's default chain (environment, profile, SSO, instance) when absent. */
  readonly base?: (() => Promise<AwsCredentials>) | undefined;
  /** Name of the role to read with; without one the base keys read their own account and no other. */
  readonly readRole: string | undefined;
  /** Name of the role to write with; without one nothing is written. */
  readonly writeRole: string | undefined;
  readonly homeAccount: string;
  readonly timeoutMs?: number | undefined;
  readonly now?: (() => number) | undefined;
}

const sessionSeconds = 3_600;
const earlyMs = 5 * 60_000;
const mostSessions = 200;

/** Assumes one role per account and purpose through regional STS; sessions are cached until five minutes before they expire. */
export function roleCredentials(options: RoleCredentialsOptions): CredentialsFor {
  const { readRole, writeRole, homeAccount, now = Date.now } = options;
  const { base, assume } = securityTokens(options);
  const sessions = new Map<string, Session>();

  const session = (site: Site, role: string, name: string, policy?: string): Promise<AwsCredentials> => {
    const key = [site.partition, site.account, role, name, policy ?? ''].join('|');
    const known = sessions.get(key);
    const current = known !== undefined && known.until > now() ? known : newSession(assume(site, role, name, policy));
    sessions.delete(key);
    sessions.set(key, current);
    const oldest = sessions.keys().next().value;
    if (sessions.size > mostSessions && oldest !== undefined) sessions.delete(oldest);
    return current.keys;
  };

  return async (site, purpose) => {
    if (purpose.kind === 'write') {
      const policy = purpose.scope === undefined ? undefined : sessionPolicy(purpose.scope);
      if (writeRole !== undefined) return session(site, writeRole, purpose.incident, policy);
      throw new HealError(
        'not-allowed',
        `Nothing is written to account ${site.account}: no write role is configured. Deploy one and name it.`,
      );
    }
    if (readRole !== undefined) return session(site, readRole, 'selfheal-read');
    if (site.account === homeAccount) return base(site);
    throw new HealError(
      'not-allowed',
      `Account ${site.account} cannot be read: the configured keys belong to ${homeAccount} and no read role is configured. Deploy one and name it.`,
    );
  };
}

/** Keys that are asked for or had, and until when (epoch milliseconds) they serve. */
interface Session {
  readonly keys: Promise<AwsCredentials>;
  until: number;
}

function newSession(keys: Promise<AwsCredentials>): Session {
  const session: Session = { keys, until: Number.POSITIVE_INFINITY };
  const serve = (until: number): number => (session.until = until);
  keys.then(
    ({ expiration }) => serve((expiration?.getTime() ?? 0) - earlyMs),
    () => serve(0),
  );
  return session;
}

interface SecurityTokens {
  readonly base: (site: Site) => Promise<AwsCredentials>;
  readonly assume: (site: Site, role: string, session: string, policy: string | undefined) => Promise<AwsCredentials>;
}

function securityTokens({ endpoint, base, timeoutMs = 15_000 }: RoleCredentialsOptions): SecurityTokens {
  const shared = clientConfig({ endpoint, timeoutMs });
  const clients = new Map<string, Promise<STSClient>>();
  const withoutSourceIdentity = new Set<string>();

  const clientIn = (region: string): Promise<STSClient> => {
    const client =
      clients.get(region) ??
      import('@aws-sdk/client-sts').then(
        ({ STSClient }) => new STSClient({ ...shared, region, maxAttempts: 3, ...(base === undefined ? {} : { credentials: base }) }),
      );
    clients.set(region, client);
    return client;
  };
  const guarded = async <T>(site: Site, input: object, run: (client: STSClient) => Promise<T>): Promise<T> => {
    try {
      return await run(await clientIn(regionOf(site)));
    } catch (error) {
      throw awsFailure(error, { service: 'sts', operation: 'assumeRole', site, input });
    }
  };

  return {
    base: (site) => guarded(site, {}, async (client) => (base === undefined ? client.config.credentials() : base())),
    assume: async (site, role, session, policy) => {
      const arn = `arn:${site.partition}:iam::${site.account}:role/${role}`;
      const input = {
        RoleArn: arn,
        RoleSessionName: session,
        DurationSeconds: sessionSeconds,
        ...(policy === undefined ? {} : { Policy: policy }),
      };
      return guarded(site, input, async (client) => {
        const { AssumeRoleCommand } = await import('@aws-sdk/client-sts');
        const send = async (more: object) => client.send(new AssumeRoleCommand({ ...input, ...more }));
        const answer = withoutSourceIdentity.has(arn)
          ? await send({})
          : await send({ SourceIdentity: session }).catch((error: unknown) => {
              if (!awsNames(error).includes('AccessDenied')) throw error;
              return send({}).then((allowed) => {
                withoutSourceIdentity.add(arn);
                return allowed;
              });
            });
        return keysIn(answer.Credentials);
      });
    },
  };
}

function keysIn(given: Credentials | undefined): AwsCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined || Expiration === undefined)
    throw new HealError('aws-error', 'STS granted a role but gave no keys.', { retry: 'now' });
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiration: Expiration };
}
