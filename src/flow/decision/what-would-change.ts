import type { LoadedPolicy } from '#config/load-policy.ts';
import type { Reason } from '#domain/facts.ts';
import { bandsOf } from './class-reasons.ts';
import type { Case } from './decide.ts';
import { ratesFor } from './rates.ts';

/** Something that keeps a verdict cautious, and what would have to be so that it does not. */
export interface Change {
  readonly rule: string;
  readonly needs: string;
  readonly where?: string;
}

/** What would have to be otherwise so that none of these reasons speaks, and none of the dry runs is in force. */
export function changesFor(reasons: readonly Reason[], dry: boolean, given: Case, loaded: LoadedPolicy): readonly Change[] {
  const { policy, where } = loaded;
  const found = reasons.map(
    ({ rule, where: place }): Change => ({ rule, needs: needsFor(rule, given, loaded), ...(place === undefined ? {} : { where: place }) }),
  );
  const place = where('mode');
  const mode: Change = {
    rule: 'mode',
    needs: policy.mode === undefined ? 'a mode in the policy that is no dry-run' : 'no dry-run, here or in a rule that matches',
    ...(place === undefined ? {} : { where: place }),
  };
  return dry ? [...found, mode] : found;
}

const ended: Readonly<Record<string, string>> = {
  action: 'an action that heals it; nothing in the policy changes this',
  mode: 'the mode autopilot',
  model: 'a model that agrees with the rules, or that is not asked (model.ask)',
  irreversible: 'nothing in the policy: what cannot be undone is for people',
  tags: 'tags that can be read; nothing in the policy changes this',
  loss: 'a loss by somebody who works as always; nothing in the policy changes this',
  protected: 'the resource without its tag selfheal:protected',
  production: "another environment: by the resource's tags, else by its account in the policy",
};

function needsFor(rule: string, given: Case, loaded: LoadedPolicy): string {
  const { diagnosis, action, plan, lastHeal } = given;
  if (rule.startsWith('class ')) return needsOfClass(given, loaded);
  if (rule.startsWith('rule ')) return 'this rule gone, narrower, or less cautious';
  if (rule.startsWith('exception ')) return 'this exception gone, narrower, or expired';
  if (rule.startsWith('freeze ')) return 'this freeze over, or narrower';
  if (rule.startsWith('window ')) return 'a time at which this window is open, or the window narrower';
  const rate = given.usedUp && ratesFor(given.subject, loaded).find((one) => one.rule === rule && one.id === given.usedUp?.rate);
  if (rate !== undefined) return `more than ${rate.limit}, or the next ${rate.minutes} minutes`;
  if (rule === 'limits.confidence') return `limits.confidence of ${diagnosis.confidence} or less`;
  if (rule === 'limits.risk') return `limits.risk of ${action?.risk.level ?? 'high'}`;
  if (rule === 'limits.monthlyUsd')
    return plan?.cost.known === true
      ? `limits.monthlyUsd of ${Math.max(plan.cost.monthlyUsd, plan.cost.onceUsd)} or more`
      : 'a price for what it uses; no limit covers a price that nobody knows';
  if (rule === 'cooldown' && action?.undo.kind === 'nothing-to-undo' && lastHeal !== undefined)
    return `the time after ${new Date(lastHeal + action.undo.cooldownMs).toISOString()}`;
  return ended[rule] ?? 'that it does not hold';
}

function needsOfClass(given: Case, loaded: LoadedPolicy): string {
  const { class: kind, score } = given.diagnosis;
  if (kind === 'normal') return 'another class: it is ordinary by its detection or by a pipeline of the policy';
  const { log = 0, ask } = bandsOf(given, loaded) ?? {};
  return score < log ? `a threat score of ${log} or more` : `a threat score below ${ask}`;
}
