import type { LoadedPolicy } from '#config/load-policy.ts';
import { costWords, unknownPrices } from '#domain/cost-words.ts';
import type { Analysis, Decision, Mode, Plan, Reason, Verdict } from '#domain/facts.ts';
import { environmentOf, isProduction } from '#flow/diagnosis/environment.ts';
import type { ActionSummary } from '#ports/catalogue.ts';
import { analysisReasons, type RuledDiagnosis } from './analysis-reasons.ts';
import { classReasons } from './class-reasons.ts';
import { lossReasons } from './loss-reasons.ts';
import { matches, type Subject } from './matches.ts';
import { policyReasons } from './policy-reasons.ts';
import { rateReasons, type UsedUp } from './rates.ts';
import { type Rulings, runbookReasons } from './runbook-reasons.ts';

export interface Case {
  readonly subject: Subject;
  readonly diagnosis: RuledDiagnosis;
  /** What a model said: it can add reasons to ask, and is seen by nothing else. */
  readonly analysis?: Analysis | undefined;
  readonly actorKnown: boolean;
  /** The known pipeline that did it, by its name in the policy. */
  readonly pipeline?: string | undefined;
  readonly action: ActionSummary | undefined;
  readonly plan: Plan | undefined;
  /** Epoch milliseconds of the last heal of this very condition. */
  readonly lastHeal: number | undefined;
  readonly now: number;
  /** None speaks when absent. */
  readonly runbooks?: Rulings | undefined;
  /** The rate that had no room for its first write. */
  readonly usedUp?: UsedUp | undefined;
}

const caution: Record<Verdict, number> = { act: 0, ask: 1, leave: 2 };
const modeCaution: Record<Mode, number> = { autopilot: 0, copilot: 1, 'dry-run': 2 };
const riskLevels = ['low', 'medium', 'high'] as const;

/** Every rule speaks; the most cautious wins. Pure: the same case and policy give the same decision. */
export function decide({ analysis, ...given }: Case, loaded: LoadedPolicy, defaultMode: Mode): Decision {
  const modes = modesOf(given.subject, loaded, defaultMode);
  const reasons = [
    ...classReasons(given, loaded),
    ...planReasons(given, loaded),
    ...contextReasons(given, loaded),
    ...lossReasons(given),
    ...runbookReasons(given.subject, given.runbooks ?? []),
    ...policyReasons(given, loaded),
    ...rateReasons(given.subject, given.usedUp, loaded),
    ...analysisReasons(analysis, given.diagnosis, given.action?.id, loaded),
    ...modes.flatMap(({ mode, place }): Reason[] =>
      mode === 'copilot' ? [{ rule: 'mode', verdict: 'ask', because: 'the mode here is copilot', ...placed(place) }] : [],
    ),
  ];
  const decisive = reasons.reduce((most, reason) => (caution[reason.verdict] > caution[most.verdict] ? reason : most));
  const { mode } = modes.reduce((most, one) => (modeCaution[one.mode] > modeCaution[most.mode] ? one : most));
  return { verdict: decisive.verdict, mode, because: decisive.because, reasons };
}

function planReasons({ plan, action, diagnosis, lastHeal, now }: Case, { policy: { limits }, where }: LoadedPolicy): Reason[] {
  const reasons: Reason[] = [];
  const ask = (rule: string, because: string, place?: string): void =>
    void reasons.push({ rule, verdict: 'ask', because, ...placed(place) });
  if (diagnosis.confidence < limits.confidence)
    ask('limits.confidence', `confidence ${diagnosis.confidence} is below ${limits.confidence}`, where('limits', 'confidence'));
  if (action === undefined) return reasons;
  if (plan !== undefined) {
    const { cost } = plan;
    for (const unknown of unknownPrices(cost)) ask('limits.monthlyUsd', unknown, where('limits', 'monthlyUsd'));
    for (const [usd, period] of [
      [cost.monthlyUsd, 'a month'],
      [cost.onceUsd, 'once'],
    ] as const) {
      if (usd <= limits.monthlyUsd) continue;
      const words = cost.items.length === 0 ? '' : `: ${costWords(cost)}`;
      ask('limits.monthlyUsd', `it costs ${usd} USD ${period}, more than ${limits.monthlyUsd}${words}`, where('limits', 'monthlyUsd'));
    }
  }
  if (action.undo.kind === 'irreversible') ask('irreversible', action.undo.because);
  if (riskLevels.indexOf(action.risk.level) > riskLevels.indexOf(limits.risk))
    ask('limits.risk', `the action's risk is ${action.risk.level}`, where('limits', 'risk'));
  if (action.undo.kind === 'nothing-to-undo' && lastHeal !== undefined && now - lastHeal < action.undo.cooldownMs) {
    ask('cooldown', `it was done ${Math.round((now - lastHeal) / 1000)} s ago and rests for ${action.undo.cooldownMs / 60_000} minutes`);
  }
  return reasons;
}

function contextReasons({ subject, diagnosis }: Case, { policy, where }: LoadedPolicy): Reason[] {
  const reasons: Reason[] = [];
  if (diagnosis.tagsError !== undefined)
    reasons.push({ rule: 'tags', verdict: 'ask', because: `its tags could not be read: ${diagnosis.tagsError}` });
  if (subject.tags['selfheal:protected']?.trim().toLowerCase() === 'true')
    reasons.push({ rule: 'protected', verdict: 'ask', because: 'it is tagged selfheal:protected=true' });
  if (isProduction(subject.environment)) {
    // No tag says so: then its account does.
    const byAccount = environmentOf(subject.tags, '', policy) === 'unknown';
    const place = byAccount ? where('accounts', subject.account, 'environment') : undefined;
    reasons.push({ rule: 'production', verdict: 'ask', because: `its environment is ${subject.environment}`, ...placed(place) });
  }
  return reasons;
}

/** The file's mode, or the default, and the mode of every matching rule: the most cautious is in force. */
export function modesOf(
  subject: Subject,
  { policy, where }: LoadedPolicy,
  defaultMode: Mode,
): { readonly mode: Mode; readonly place: string | undefined }[] {
  return [
    { mode: policy.mode ?? defaultMode, place: policy.mode === undefined ? undefined : where('mode') },
    ...policy.rules.flatMap(({ mode, match }, index) =>
      mode !== undefined && matches(match, subject) ? [{ mode, place: where('rules', index) }] : [],
    ),
  ];
}

const placed = (place: string | undefined): { where?: string } => (place === undefined ? {} : { where: place });
