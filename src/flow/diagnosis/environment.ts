import type { Policy } from '#config/policy.ts';
import type { Tags } from '#domain/facts.ts';

/** The tag `environment`, `env` or `stage`, else the account's entry in the policy, else `unknown`. */
export function environmentOf(tags: Tags | undefined, account: string, policy: Policy): string {
  const byName = new Map(Object.entries(tags ?? {}).map(([key, value]) => [key.toLowerCase(), value]));
  const tagged = byName.get('environment') ?? byName.get('env') ?? byName.get('stage');
  return (tagged ?? policy.accounts[account]?.environment ?? 'unknown').toLowerCase();
}

export const isProduction = (environment: string): boolean => environment === 'prod' || environment === 'production';
