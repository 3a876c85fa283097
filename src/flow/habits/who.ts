import type { Actor, Signal } from '#domain/signal.ts';

/** Who habits are kept of: the role behind a session (never the session's name, which its holder chooses), the user, or the service. Nothing when AWS does not say. */
export function principalOf({ actor }: Signal): string | undefined {
  if (actor === undefined) return undefined;
  const { type, arn, role, session, account, sourceIp } = actor;
  if (role !== undefined) return role;
  if (arn !== undefined) return session !== undefined && arn.endsWith(`/${session}`) ? arn.slice(0, -session.length - 1) : arn;
  if (isService(actor)) return sourceIp ?? type;
  return account === undefined ? undefined : `${type} of ${account}`;
}

/** True for calls that AWS makes itself. */
export const isService = ({ type }: Actor): boolean => type === 'AWSService';

/** The name to tell people: the last part of an ARN. */
export const shortName = (principal: string): string => principal.split('/').at(-1)?.split(':').at(-1) ?? principal;

/** Where a call came from, coarsely: a /16 of IPv4, a /32 of IPv6, or the name of the AWS service that called. */
export function networkOf({ actor }: Signal): string | undefined {
  const from = actor?.sourceIp;
  if (from === undefined) return undefined;
  const v4 = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(from);
  if (v4 !== null) return `${v4[1]}.${v4[2]}.0.0/16`;
  if (!from.includes(':')) return from;
  const [first = '0', second = ''] = from.toLowerCase().split(':');
  return `${group(first)}:${group(second)}::/32`;
}

const group = (digits: string): string => digits.replace(/^0+(?=.)/, '') || '0';
