import type { Policy } from '#config/policy.ts';
import type { Tags } from '#domain/facts.ts';

const names = ['environment', 'env', 'stage'];

/** The tag `environment`, `env` or `stage`, else the account's entry in the policy, else `unknown`. Tags that disagree: production wins. */
export function environmentOf(tags: Tags | undefined, account: string, policy: Policy): string {
  const plain = (text: string): string => text.trim().toLowerCase();
  const tagged = Object.entries(tags ?? {})
    .map(([key, value]) => ({ rank: names.indexOf(plain(key)), value: plain(value) }))
    .filter(({ rank, value }) => rank >= 0 && value !== '')
    .toSorted((one, other) => one.rank - other.rank || (one.value < other.value ? -1 : 1))
    .map(({ value }) => value);
  return tagged.find(isProduction) ?? tagged[0] ?? plain(policy.accounts[account]?.environment || 'unknown');
}

export const isProduction = (environment: string): boolean => environment === 'prod' || environment === 'production';
