import { parse, stringify } from 'yaml';
import type { Scenario } from '#catalogue/define-scenario.ts';

/** One `selfheal.yaml` under which all chosen scenarios are true: their lists joined. */
export function policyOf(scenarios: readonly Scenario[]): string {
  const joined: Record<string, unknown[]> = {};
  for (const { policy } of scenarios) {
    for (const [key, list] of Object.entries((parse(policy ?? '') ?? {}) as Record<string, unknown[]>))
      joined[key] = [...(joined[key] ?? []), ...list];
  }
  return stringify(joined);
}
