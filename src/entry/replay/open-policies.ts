import { loadPolicy } from '#config/load-policy.ts';
import type { HealError } from '#domain/heal-error.ts';
import type { Policies } from '#flow/replay/judge-event.ts';
import { catalogueOf } from '#worlds/catalogue-of.ts';

/** Absolute paths. */
export interface PolicyFiles {
  readonly present: string;
  readonly proposed: string | undefined;
}

interface OpenPolicies extends Policies {
  /** Actions and detections that are not loaded, and why. */
  readonly refused: readonly HealError[];
}

/** The policies of a replay, and the catalogue as the present one has it. Throws HealError `bad-config`. */
export async function openPolicies({ present, proposed }: PolicyFiles): Promise<OpenPolicies> {
  const [one, other] = [await loadPolicy(present), proposed === undefined ? undefined : await loadPolicy(proposed)];
  const { catalogue, refused } = await catalogueOf(present);
  return { catalogue, present: one, proposed: other, refused: refused() };
}
