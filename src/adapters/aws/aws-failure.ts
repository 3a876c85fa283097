import { type ErrorCode, HealError, type Retry } from '#domain/heal-error.ts';
import type { Site } from '#domain/resource-ref.ts';
import { conflicts, denied, gone, throttling, unconnected } from './error-names.ts';

/** The call that an error is about. */
export interface CallAbout {
  readonly service: string;
  readonly operation: string;
  readonly site: Site;
  readonly input: unknown;
}

const advice: { readonly [C in ErrorCode]?: string } = {
  'access-denied': 'Allow it for this role ("selfheal actions" lists what each action needs) and retry.',
  throttled: 'It is tried again later.',
  'aws-unreachable': 'Check the network and the endpoint; it is tried again later.',
  'no-such-resource': 'Check its name, account and region, or whether somebody deleted it.',
  'unsupported-operation': 'This endpoint does not offer the operation: leave the action out here.',
};

const identities = [
  'Bucket',
  'InstanceId',
  'InstanceIds',
  'GroupId',
  'GroupIds',
  'TargetTableName',
  'TableName',
  'BackupArn',
  'AlarmName',
  'AlarmNames',
  'ResourceArn',
  'ResourceId',
  'RoleArn',
  'RoleName',
  'UserName',
  'PolicyArn',
  'Name',
] as const;

/** The names by which AWS calls this error: the SDK's class and the code on the wire may differ (`NoSuchEntityException`, `NoSuchEntity`). */
export function awsNames(error: unknown): readonly string[] {
  const { name, Code } = fieldsOf(error);
  return [name, Code].filter((each) => typeof each === 'string');
}

/**
 * What the SDK threw, as a HealError that names the call and the resource; `details.missing` is the kind of what is not there, where AWS says it. `withhold` leaves out AWS's own words, which may repeat a secret of
 * the call; `sent` adds `details.arrived` for writes.
 */
export function awsFailure(
  error: unknown,
  about: CallAbout,
  { withhold = false, sent }: { readonly withhold?: boolean; readonly sent?: boolean } = {},
): HealError {
  if (error instanceof HealError) return error;
  const fields = fieldsOf(error);
  const { status, requestId } = metadataOf(fields);
  const aws = awsNames(error)[0] ?? 'Error';
  const { code, retry } = verdictOf(error, status, about);
  const missing = code === 'no-such-resource' ? missingType(error) : undefined;
  const { service, operation, site } = about;
  const resource = resourceIn(about.input);
  const target = `${service}.${operation}${resource === undefined ? '' : ` on ${resource}`} (${site.account}, ${site.region})`;
  const words = withhold
    ? `${aws} (AWS's own words are withheld, because the call carried a secret)`
    : `${aws}: ${String(fields['message'] || fields['code'])}`;
  const next = advice[code] ?? (retry === 'never' ? 'Correct the call or the resource.' : 'It is tried again.');
  return new HealError(code, `${target} failed: ${words.replace(/\.?\s*$/, '.')} ${next}`, {
    retry,
    cause: withhold ? new Error(aws) : error,
    details: {
      service,
      operation,
      site: { ...site },
      aws,
      ...(status === undefined ? {} : { status }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(missing === undefined ? {} : { missing }),
      ...(sent === undefined ? {} : { arrived: surelyNot(error, status, about, sent) ? 'no' : 'unknown' }),
    },
  });
}

function verdictOf(
  error: unknown,
  status: number | undefined,
  { service, operation }: CallAbout,
): { readonly code: ErrorCode; readonly retry: Retry } {
  const named = (names: ReadonlySet<string>): boolean => awsNames(error).some((name) => names.has(name));
  if (named(throttling) || status === 429) return { code: 'throttled', retry: 'later' };
  if (status === undefined && isNetwork(error)) return { code: 'aws-unreachable', retry: 'later' };
  if (named(denied) || status === 401 || status === 403) return { code: 'access-denied', retry: 'never' };
  const isGone = (name: string): boolean => Object.hasOwn(gone, name) && (gone[name]?.by?.test(`${service}.${operation}`) ?? true);
  if (awsNames(error).some(isGone)) return { code: 'no-such-resource', retry: 'never' };
  if (status === 501 || named(new Set(['NotImplemented']))) return { code: 'unsupported-operation', retry: 'never' };
  if (named(conflicts)) return { code: 'aws-error', retry: 'later' };
  return { code: 'aws-error', retry: refused(status) ? 'never' : 'later' };
}

/** The kind of resource that AWS's name for the error says is not there. */
const missingType = (error: unknown): string | undefined =>
  awsNames(error)
    .map((name) => (Object.hasOwn(gone, name) ? gone[name]?.type : undefined))
    .find((type) => type !== undefined);

/** An answer that refuses: 4xx, or a redirection to where a bucket really is. */
const refused = (status: number | undefined): boolean => status !== undefined && status >= 300 && status < 500;

/** AWS refused it, or it never left this process. Everything else may have happened. */
function surelyNot(error: unknown, status: number | undefined, about: CallAbout, sent: boolean): boolean {
  if (!sent) return true;
  if (status !== undefined) return refused(status) || status === 501 || verdictOf(error, status, about).code === 'throttled';
  const { syscall, code, message } = fieldsOf(error);
  return syscall === 'connect' || unconnected.has(String(code)) || /did not establish a connection/.test(String(message));
}

/** Timeouts, system errors of a socket or a name look-up, and refused certificates. */
const isNetwork = (error: unknown): boolean => {
  const { name, code } = fieldsOf(error);
  return (
    name === 'TimeoutError' || (typeof code === 'string' && /^(E(?!RR_)[A-Z_]+|ERR_(TLS|SSL)_\w+|\w*CERT\w*|UNABLE_TO_\w+)$/.test(code))
  );
};

function metadataOf(fields: Readonly<Record<string, unknown>>): {
  readonly status: number | undefined;
  readonly requestId: string | undefined;
} {
  const { httpStatusCode, requestId } = fieldsOf(fields['$metadata']);
  const { statusCode } = fieldsOf(fields['$response']);
  const status = [httpStatusCode, statusCode].find((each) => typeof each === 'number');
  return { status, requestId: typeof requestId === 'string' ? requestId : undefined };
}

/** The resource that a call's input names, by the fields that hold identities and never values. */
function resourceIn(input: unknown): string | undefined {
  const fields = fieldsOf(input);
  for (const name of identities) {
    const value = fields[name];
    if (typeof value === 'string') return value;
    if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.slice(0, 3).join(', ');
  }
  return undefined;
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
