import type { Call } from '#domain/call.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { canonical, type Json } from '#domain/json.ts';
import type { ResourceRef, Site } from '#domain/resource-ref.ts';
import type { Scope } from '#domain/scope.ts';
import type { Cloud, Peeking, Reader, Sent, Writer } from '#ports/cloud.ts';
import { awsFailure, awsNames, type CallAbout } from './aws-failure.ts';
import { clientCache } from './clients.ts';
import type { CredentialsFor, Purpose } from './credentials.ts';
import { paced } from './pace.ts';
import { readAllPages } from './pages.ts';
import { digestOf, unseal } from './sealed.ts';
import { type Answer, type Client, findOperation, isRead, type Operation } from './services.ts';
import { sharedAnswers } from './shared-answers.ts';

/** One request that is over; a list of three pages is three of them. */
export interface FinishedCall {
  readonly service: string;
  readonly operation: string;
  readonly site: Site;
  readonly write: boolean;
  readonly milliseconds: number;
  readonly requestId?: string;
  readonly error?: HealError;
}

export interface AwsCloudOptions {
  /** Everything goes here instead of to AWS: the emulator. */
  readonly endpoint?: string | undefined;
  readonly credentials: CredentialsFor;
  /** Name of the role behind write credentials, to know our sessions by; any role when absent. */
  readonly writeRole?: string | undefined;
  readonly digestKey: Uint8Array;
  readonly recorded: (site: Site, resource: Pick<ResourceRef, 'type' | 'id'>) => Promise<Json | undefined>;
  /** Ids that the policy lists as guarded; none when absent. */
  readonly guarded?: (() => readonly string[]) | undefined;
  /** Epoch milliseconds; the machine's clock when absent. */
  readonly now?: (() => number) | undefined;
  /** How long one request may take; 15 s when absent. */
  readonly timeoutMs?: number | undefined;
  readonly onCall?: ((call: FinishedCall) => void) | undefined;
}

/** AWS, or an emulator of it, behind the cloud port. */
export function awsCloud(options: AwsCloudOptions): Cloud {
  const { credentials, digestKey, recorded, writeRole = '*', guarded = () => [], now = Date.now, onCall = () => {} } = options;
  const clientFor = clientCache({ endpoint: options.endpoint, timeoutMs: options.timeoutMs ?? 15_000 });

  const shared = sharedAnswers(now);
  const pace = paced(now);

  const open = async (
    about: CallAbout,
    operation: Operation,
    purpose: Purpose,
    attempts = purpose.kind === 'read' ? 3 : 1,
  ): Promise<Client> => {
    const keys = await credentials(about.site, purpose);
    return clientFor({ service: about.service, operation, site: about.site, credentials: keys, attempts });
  };

  const measured = async <A extends Answer | undefined>(about: CallAbout, how: How, send: () => Promise<A>): Promise<A> => {
    const started = performance.now();
    const report = (more: Pick<FinishedCall, 'requestId' | 'error'>): void => {
      const { service, operation, site } = about;
      onCall({ service, operation, site, write: how.write, milliseconds: Math.round(performance.now() - started), ...more });
    };
    try {
      const answer = await send();
      if (answer !== undefined) report(requestIdOf(answer));
      return answer;
    } catch (cause) {
      const error = awsFailure(cause, about, how.write ? { withhold: how.withhold, sent: how.sent() } : { withhold: how.withhold });
      report({ error, ...requestIdOf(error.details) });
      throw error;
    }
  };

  const readOperation = async ({ service, operation: name }: CallAbout): Promise<Operation> => {
    if (!isRead(name)) throw new HealError('not-allowed', `${service}.${name} is not a read: a reader does not send it.`);
    const operation = await findOperation(service, name);
    if (operation === undefined) throw new HealError('unsupported-operation', `${service}.${name} is not an operation that the SDK knows.`);
    return operation;
  };

  const peek = async (about: CallAbout, until: Peeking): Promise<Answer> => {
    const { service, operation, site, input } = about;
    const asked = canonical([site, service, operation]);
    const ask = async (abortSignal: AbortSignal): Promise<Answer> => {
      pace(asked, `${service}.${operation}`);
      const found = await readOperation(about);
      const client = await open(about, found, { kind: 'read' }, 1);
      return measured(about, { write: false, withhold: false }, () => client.send(found.command(Object(input)), { abortSignal }));
    };
    return await shared({ key: `${asked}${canonical(JSON.parse(JSON.stringify(input)))}`, operation: asked, ask }, until);
  };

  const read = async (about: CallAbout, withhold: boolean): Promise<Answer> => {
    const { service, operation: name, input } = about;
    const operation = await readOperation(about);
    const client = await open(about, operation, { kind: 'read' });
    return readAllPages({
      client,
      operation,
      input: Object(input),
      name: `${service}.${name}`,
      each: (page) => measured(about, { write: false, withhold }, page),
    });
  };

  const reader = (site: Site): Reader => ({
    site,
    read: async (service, operation, input) => await read({ service, operation, site, input }, false),
    async find(service, operation, input, absent) {
      try {
        return await read({ service, operation, site, input }, false);
      } catch (error) {
        if (error instanceof HealError && awsNames(error.cause).some((name) => absent.includes(name))) return undefined;
        throw error;
      }
    },
    peek: async (service, operation, input, until) => await peek({ service, operation, site, input }, until),
    recorded: (resource) => recorded(site, resource),
    guarded,
    now,
    digest: (secret) => digestOf(digestKey, secret),
  });

  const readVersion = async (site: Site, parameter: string, version: number): Promise<string | undefined> => {
    const input = { Name: `${parameter}:${version}`, WithDecryption: true };
    const answer = await read({ service: 'ssm', operation: 'getParameter', site, input }, true);
    return (answer as { readonly Parameter?: { readonly Value?: string } }).Parameter?.Value;
  };

  const send = async (site: Site, { incident, scope }: Sender, call: Call): Promise<Sent> => {
    const about = { service: call.service, operation: call.operation, site, input: call.input };
    const { operation, client, input, secret } = await beforeSending(async () => {
      const found = isRead(call.operation) ? undefined : await findOperation(call.service, call.operation);
      if (found === undefined)
        throw new HealError('not-allowed', `${call.service}.${call.operation} is not a write that the SDK knows: it was not sent.`);
      const opened = await open(about, found, { kind: 'write', incident, scope });
      return { operation: found, client: opened, ...(await unseal(call.input, digestKey, (...of) => readVersion(site, ...of))) };
    });
    let sent = false;
    const started = performance.now();
    const answer = await measured(about, { write: true, withhold: secret, sent: () => sent }, () => {
      const command = operation.command(Object(input));
      command.middlewareStack.add(
        (next) => (args) => {
          sent = true;
          return next(args);
        },
        { step: 'deserialize', priority: 'low' },
      );
      return client.send(command);
    });
    return { requestId: requestIdOf(answer).requestId ?? '', milliseconds: Math.round(performance.now() - started) };
  };

  const writer = (site: Site, incident: string, scope?: Scope): Writer => ({
    send: (call) => send(site, { incident, scope }, call),
    session: `arn:${site.partition}:sts::${site.account}:assumed-role/${writeRole.split('/').at(-1)}/${incident}`,
  });

  return { reader, writer };
}

interface Sender {
  readonly incident: string;
  readonly scope: Scope | undefined;
}

type How =
  | { readonly write: false; readonly withhold: boolean }
  | { readonly write: true; readonly withhold: boolean; readonly sent: () => boolean };

/** What fails before a write is sent says that nothing arrived. */
async function beforeSending<T>(prepare: () => Promise<T>): Promise<T> {
  try {
    return await prepare();
  } catch (error) {
    const { code, message, retry, details, cause } = asHealError(error);
    throw new HealError(code, message, { retry, details: { ...details, arrived: 'no' }, cause });
  }
}

function requestIdOf(source: unknown): { readonly requestId?: string } {
  const { $metadata, requestId = $metadata?.requestId } = (source ?? {}) as { $metadata?: { requestId?: string }; requestId?: string };
  return requestId === undefined ? {} : { requestId };
}
