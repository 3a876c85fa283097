import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { questionOf } from '#domain/question.ts';
import type { OptionSpec } from '#entry/cli/command.ts';

/** Of the command that says yes. */
export interface PlanOptions {
  readonly plan?: string;
}

export const planOption: OptionSpec = {
  flags: '--plan <hash>',
  what: 'only to this plan, as "show" names it; wanted once the plan has changed since it was first asked about',
};

const shortest = 6;
type Asked = Pick<IncidentDocument, 'plan' | 'question'>;

/** Were people asked about another plan before? */
export const mustBeNamed = (incident: Asked): boolean => (questionOf(incident)?.changed ?? []).length > 0;

/** How a plan is named to people. */
export const planName = (hash: string): string => hash.slice(0, 8);

/**
 * The hash of the plan that a person says yes to. Whoever was asked about another plan before may have that one in mind, so then the new one must be
 * named. Throws HealError `not-allowed`.
 */
export function planMeant(incident: Asked & Pick<IncidentDocument, 'id'>, named: string | undefined): string | undefined {
  const { id, plan } = incident;
  if (plan === undefined) return named;
  if (named !== undefined) return named.length >= shortest && plan.hash.startsWith(named) ? plan.hash : named;
  if (!mustBeNamed(incident)) return plan.hash;
  const changed = questionOf(incident)?.changed?.join('; ');
  throw new HealError(
    'not-allowed',
    `${id}: its plan changed since people were asked (${changed}). Look at it with "selfheal show ${id}", then say yes to it as it is now with "selfheal approve ${id} --plan ${planName(plan.hash)}"`,
  );
}
