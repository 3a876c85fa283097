import type { LoadedPolicy } from '#config/load-policy.ts';
import { endOf } from '#config/policy.ts';
import type { Decision, Diagnosis, Mode, Plan, Reason, Verdict } from '#domain/facts.ts';
import { isProduction } from '#flow/diagnosis/environment.ts';
import type { ActionSummary } from '#ports/catalogue.ts';
import { matches, type Subject } from './matches.ts';
import { type Rulings, runbookReasons } from './runbook-reasons.ts';

/** Below the first a tampering is only logged, from the second it is asked and paged. */
export const bands = { log: 0.4, ask: 0.7 } as const;

export interface Case {
  readonly subject: Subject;
  readonly diagnosis: Diagnosis;
  readonly actorKnown: boolean;
  readonly action: ActionSummary | undefined;
  readonly plan: Plan | undefined;
  /** Epoch milliseconds of the last heal of this very condition. */
  readonly lastHeal: number | undefined;
  readonly now: number;
  /** None speaks when absent. */
  readonly runbooks?: Rulings | undefined;
}

const caution: Record<Verdict, number> = { act: 0, ask: 1, leave: 2 };
const modeCaution: Record<Mode, number> = { autopilot: 0, copilot: 1, 'dry-run': 2 };
const riskLevels = ['low', 'medium', 'high'] as const;

/** Every rule speaks; the most cautious wins. Pure: the same case and policy give the same decision. */
export function decide(given: Case, loaded: LoadedPolicy, defaultMode: Mode): Decision {
  const modes = modesOf(given.subject, loaded, defaultMode);
  const reasons = [
    ...classReasons(given),
    ...planReasons(given, loaded),
    ...contextReasons(given),
    ...runbookReasons(given.subject, given.runbooks ?? []),
    ...policyReasons(given, loaded),
    ...modes.flatMap(({ mode, place }): Reason[] =>
      mode === 'copilot' ? [{ rule: 'mode', verdict: 'ask', because: 'the mode here is copilot', ...placed(place) }] : [],
    ),
  ];
  const decisive = reasons.reduce((most, reason) => (caution[reason.verdict] > caution[most.verdict] ? reason : most));
  const { mode } = modes.reduce((most, one) => (modeCaution[one.mode] > modeCaution[most.mode] ? one : most));
  return { verdict: decisive.verdict, mode, because: decisive.because, reasons };
}

function classReasons({ diagnosis, actorKnown, action }: Case): Reason[] {
  const { class: kind, score } = diagnosis;
  const say = (verdict: Verdict, because: string): Reason => ({ rule: `class ${kind}`, verdict, because });
  if (kind === 'normal') return [say('leave', 'ordinary operation')];
  if (action === undefined) return [{ rule: 'action', verdict: 'leave', because: 'no action heals this: it is kept for people to read' }];
  if (kind === 'tampering' && score < bands.log) return [say('leave', `threat score ${score} is below ${bands.log}`)];
  if (score >= bands.ask && (kind === 'tampering' || (kind === 'failure' && actorKnown)))
    return [say('ask', `threat score ${score} is ${bands.ask} or more`)];
  return [
    say('act', kind === 'tampering' ? `threat score ${score} is below ${bands.ask}` : `a ${kind} is healed when nothing below objects`),
  ];
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
    const unpriced = cost.items.filter(({ usd }) => usd === undefined).map(({ unit }) => unit);
    if (!cost.known) ask('limits.monthlyUsd', `the price of ${unpriced.join(', ')} is not known`, where('limits', 'monthlyUsd'));
    if (cost.monthlyUsd > limits.monthlyUsd)
      ask('limits.monthlyUsd', `it costs ${cost.monthlyUsd} USD a month, more than ${limits.monthlyUsd}`, where('limits', 'monthlyUsd'));
    if (cost.onceUsd > limits.monthlyUsd)
      ask('limits.monthlyUsd', `it costs ${cost.onceUsd} USD once, more than ${limits.monthlyUsd}`, where('limits', 'monthlyUsd'));
  }
  if (action.undo.kind === 'irreversible') ask('irreversible', action.undo.because);
  if (riskLevels.indexOf(action.risk.level) > riskLevels.indexOf(limits.risk))
    ask('limits.risk', `the action's risk is ${action.risk.level}`, where('limits', 'risk'));
  if (action.undo.kind === 'nothing-to-undo' && lastHeal !== undefined && now - lastHeal < action.undo.cooldownMs) {
    ask('cooldown', `it was done ${Math.round((now - lastHeal) / 1000)} s ago and rests for ${action.undo.cooldownMs / 60_000} minutes`);
  }
  return reasons;
}

function contextReasons({ subject, diagnosis }: Case): Reason[] {
  const reasons: Reason[] = [];
  if (diagnosis.tagsError !== undefined)
    reasons.push({ rule: 'tags', verdict: 'ask', because: `its tags could not be read: ${diagnosis.tagsError}` });
  if (subject.tags['selfheal:protected']?.trim().toLowerCase() === 'true')
    reasons.push({ rule: 'protected', verdict: 'ask', because: 'it is tagged selfheal:protected=true' });
  if (isProduction(subject.environment))
    reasons.push({ rule: 'production', verdict: 'ask', because: `its environment is ${subject.environment}` });
  return reasons;
}

function policyReasons({ subject, now }: Case, { policy, where }: LoadedPolicy): Reason[] {
  const rules = policy.rules.flatMap((rule, index): Reason[] =>
    rule.verdict === undefined || !matches(rule.match, subject)
      ? []
      : [
          {
            rule: `rule ${rule.name ?? index + 1}`,
            verdict: rule.verdict,
            because: `the policy says ${rule.verdict}`,
            ...placed(where('rules', index)),
          },
        ],
  );
  const exceptions = policy.exceptions.flatMap(({ match, owner, reason, until }, index): Reason[] =>
    endOf(until) <= now || !matches(match, subject)
      ? []
      : [
          {
            rule: `exception ${index + 1}`,
            verdict: 'leave',
            because: `${owner}: ${reason} (until ${until})`,
            ...placed(where('exceptions', index)),
          },
        ],
  );
  const freezes = policy.freezes.flatMap(({ name, from, to, match }, index): Reason[] =>
    now < Date.parse(from) || now >= endOf(to) || !matches(match ?? {}, subject)
      ? []
      : [{ rule: `freeze ${name}`, verdict: 'ask', because: `changes are frozen until ${to}`, ...placed(where('freezes', index)) }],
  );
  return [...rules, ...exceptions, ...freezes];
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
