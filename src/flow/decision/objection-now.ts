import type { IncidentDocument } from '#domain/incident.ts';
import type { Incident } from '#flow/lifecycle.ts';
import type { Tools } from '#flow/tools.ts';
import { subjectOf } from './case-of.ts';
import { modesOf } from './decide.ts';
import { policyReasons } from './policy-reasons.ts';

/**
 * What the policy says right before the first write against a plan that was decided, or approved, under the policy of then. No yes counts against a
 * dry run or an exception; a freeze, a window or a rule that asks objects where nobody was asked.
 */
export function objectionNow(
  incident: IncidentDocument & Pick<Incident<'remediation'>, 'plan' | 'approval'>,
  { policy, clock, defaultMode }: Pick<Tools, 'policy' | 'clock' | 'defaultMode'>,
): string | undefined {
  const loaded = policy();
  const now = clock.now();
  const subject = subjectOf(incident, incident.plan.action, loaded.policy, now);
  const modes = modesOf(subject, loaded, defaultMode).map(({ mode }) => mode);
  if (modes.includes('dry-run')) return 'the mode is dry-run now';
  const reasons = policyReasons({ subject, now }, loaded);
  const asks = incident.approval.channel === 'policy';
  const against = reasons.find(({ verdict }) => verdict === 'leave') ?? reasons.find(({ verdict }) => asks && verdict === 'ask');
  if (against !== undefined) return `${against.rule}: ${against.because}`;
  return asks && modes.includes('copilot') ? 'the mode is copilot now' : undefined;
}
