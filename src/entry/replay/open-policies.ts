import { emptyPolicy, loadPolicy } from '#config/load-policy.ts';
import type { HealError } from '#domain/heal-error.ts';
import { rulingsOf } from '#flow/decision/runbook-reasons.ts';
import type { Policies, RuledPolicy } from '#flow/replay/judge-event.ts';
import type { Action } from '#ports/catalogue.ts';
import { catalogueOf } from '#worlds/catalogue-of.ts';
import { knowledgeOf } from '#worlds/knowledge-of.ts';

/** Absolute paths. */
export interface PolicyFiles {
  readonly present: string;
  readonly proposed: string | undefined;
}

interface OpenPolicies extends Policies {
  /** Actions and detections that are not loaded, and why. */
  readonly refused: readonly HealError[];
  /** Places of runbooks that are not read, because no call leaves the process. */
  readonly unread: readonly string[];
}

/** The policies of a replay with their runbooks, and the catalogue as the present one has it. Throws HealError `bad-config`. */
export async function openPolicies({ present, proposed }: PolicyFiles): Promise<OpenPolicies> {
  const { catalogue, refused } = await catalogueOf(present);
  const actions = await catalogue.actions();
  const one = await ruled(present, actions);
  const other = proposed === undefined ? undefined : await ruled(proposed, actions);
  const unread = [one, other].flatMap((each) => each?.policy.runbooks.filter(isFar) ?? []);
  return { catalogue, present: one, proposed: other, refused: refused(), unread: [...new Set(unread)] };
}

const isFar = (place: string): boolean => place.startsWith('s3://');

async function ruled(policyFile: string, actions: readonly Action[]): Promise<RuledPolicy> {
  const { policy, where } = await loadPolicy(policyFile);
  const near = { ...emptyPolicy.policy, runbooks: policy.runbooks.filter((place) => !isFar(place)) };
  return { policy, where, runbooks: await rulingsOf(knowledgeOf({ policyFile, policy: () => near, actions })) };
}
