import { Plan } from '#domain/facts.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Question } from '#domain/question.ts';
import type { Tools } from '#flow/tools.ts';
import { difference } from './difference.ts';
import { missing, wantedFor } from './wanted.ts';

const minute = 60_000;

/** The question about a plan: how long it stands, whose yes it takes, and what is different from the question before it. */
export async function makeQuestion(incident: IncidentDocument & { readonly plan: Plan }, tools: Tools): Promise<Question> {
  const { plan, action } = incident;
  const { policy } = tools.policy();
  const { approval } = policy;
  const now = tools.clock.now();
  const summary = action === undefined ? undefined : await tools.catalogue.action(action.id);
  const changed = await changedSince(incident, tools);
  return {
    planHash: plan.hash,
    plan: await tools.blobs.put(JSON.parse(JSON.stringify(plan)), { sealed: true }),
    at: now,
    saidAt: now,
    until: now + approval.minutes * minute,
    latest: now + Math.max(approval.minutes, approval.longestMinutes) * minute,
    wants: missing(wantedFor(incident, policy, now), []) ?? '',
    ...(summary === undefined ? {} : { risk: summary.risk }),
    ...(changed === undefined ? {} : { changed: [...changed] }),
  };
}

async function changedSince(
  { plan, question }: IncidentDocument & { readonly plan: Plan },
  { blobs }: Pick<Tools, 'blobs'>,
): Promise<readonly string[] | undefined> {
  if (question === undefined || question.planHash === plan.hash) return undefined;
  try {
    const before = Plan.parse(await blobs.get(question.plan));
    const [was, is] = await Promise.all([blobs.get(before.from), blobs.get(plan.from)]);
    return difference({ plan: before, state: was }, { plan, state: is });
  } catch (error) {
    // The question stands all the same, and shows the whole plan.
    return [`what changed since the last question cannot be told: ${asHealError(error).message}`];
  }
}
