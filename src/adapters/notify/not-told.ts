import { HealError } from '#domain/heal-error.ts';

interface Why {
  /** `never`: this message will not be taken; `later`: the channel is at fault. */
  readonly retry: 'later' | 'never';
  /** What the channel itself asks for. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** A message that a channel did not take; `because` never holds an address or a token. */
export const notTold = (channel: string, because: string, { retry, retryAfterMs, cause }: Why): HealError =>
  new HealError('not-told', `Channel ${channel}: ${because}`, {
    retry,
    details: { channel, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    ...(cause === undefined ? {} : { cause }),
  });

/** The value of an environment variable, or why the channel cannot work. Throws HealError `not-told`. */
export function secretOf(channel: string, variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw notTold(channel, unset(variable), { retry: 'later' });
  return value;
}

/** Why a channel whose secret is not there cannot work. */
export const lacking = (variable: string): { readonly lacks?: string } =>
  process.env[variable] === undefined || process.env[variable] === '' ? { lacks: unset(variable) } : {};

const unset = (variable: string): string => `the environment variable ${variable} is not set where the engine runs`;
