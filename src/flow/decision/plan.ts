import type { Call } from '#domain/call.ts';
import type { Cost, Plan } from '#domain/facts.ts';
import { canonical, type Json, sha256 } from '#domain/json.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Tools } from '#flow/tools.ts';
import type { Remedy } from '#ports/catalogue.ts';

/** A call's identity: equal calls have equal hashes. */
export const callHash = (call: Call): string => sha256(canonical(call));

/** The rounds of calls that lead from a state to the healed one, as the action itself predicts. */
export function roundsFrom(remedy: Remedy, state: Json): { readonly rounds: readonly (readonly Call[])[]; readonly predicted: Json } {
  const rounds: (readonly Call[])[] = [];
  let predicted = state;
  while (rounds.length < remedy.action.rounds) {
    const calls = remedy.fix(predicted);
    if (calls.length === 0) break;
    rounds.push(calls);
    predicted = remedy.after(predicted);
  }
  return { rounds, predicted };
}

/** The plan as data, or nothing when there is nothing to send from this state. */
export async function makePlan(
  remedy: Remedy,
  state: Json,
  from: string,
  resource: ResourceRef,
  { blobs, prices }: Pick<Tools, 'blobs' | 'prices'>,
): Promise<Plan | undefined> {
  const { rounds, predicted } = roundsFrom(remedy, state);
  if (rounds.length === 0) return undefined;
  const cost: Cost = await prices.price(remedy.cost(state), resource.region);
  const plan = {
    action: remedy.action.id,
    params: remedy.params,
    rounds: rounds.map((calls) => [...calls]),
    from,
    predicted: await blobs.put(predicted, { sealed: true }),
    cost,
    undo: remedy.action.undo.kind,
  };
  return {
    ...plan,
    hash: sha256(
      canonical({ action: plan.action, params: plan.params, rounds: plan.rounds, resource, compared: remedy.comparable(state) }),
    ),
  };
}
