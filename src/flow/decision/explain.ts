import type { LoadedPolicy } from '#config/load-policy.ts';
import type { Mode, Reason, Verdict } from '#domain/facts.ts';
import { bandsOf } from './class-reasons.ts';
import { type Case, decide, modesOf } from './decide.ts';
import { type Rate, ratesFor } from './rates.ts';
import { type Change, changesFor } from './what-would-change.ts';

/** One limit beside what was measured; `asks`: this limit alone asks a person. */
export interface Limit {
  readonly limit: string;
  readonly allowed: string;
  readonly measured: string;
  readonly asks: boolean;
  readonly where: string | undefined;
}

/** Why a policy decides as it does. */
export interface Explanation {
  readonly verdict: Verdict;
  readonly mode: Mode;
  readonly because: string;
  /** Every rule that spoke, the most cautious first; `decides` where nothing spoke more cautiously. */
  readonly matches: readonly (Reason & { readonly decides: boolean })[];
  /** Every mode that applies here; the most cautious is in force. */
  readonly modes: readonly { readonly mode: Mode; readonly where: string | undefined }[];
  readonly limits: readonly Limit[];
  /** What would have to be otherwise for a less cautious verdict: all of these. */
  readonly changes: readonly Change[];
  /** The verdict once all of that is so; nothing where the verdict is the least cautious already. */
  readonly otherwise: { readonly verdict: Verdict; readonly mode: Mode } | undefined;
}

const caution: Record<Verdict, number> = { act: 0, ask: 1, leave: 2 };

/** Decides again, and says what every part of the decision rests on. Pure. */
export function explain(given: Case, loaded: LoadedPolicy, defaultMode: Mode): Explanation {
  const decision = decide(given, loaded, defaultMode);
  const decides = ({ verdict }: Reason): boolean => verdict === decision.verdict;
  const remaining = decision.reasons.filter((reason) => !decides(reason)).map(({ verdict }) => verdict);
  const dry = decision.mode === 'dry-run';
  const cautious = decision.verdict !== 'act';
  const modes = modesOf(given.subject, loaded, defaultMode).map(({ mode, place }) => ({ mode, where: place }));
  // Of the modes, copilot speaks as a reason to ask: it goes with the others that ask.
  const modesLeft = modes
    .map(({ mode }) => mode)
    .filter((mode) => mode !== 'dry-run' && !(mode === 'copilot' && decision.verdict === 'ask'));
  const next = remaining.reduce<Verdict>((most, one) => (caution[one] > caution[most] ? one : most), 'act');
  return {
    verdict: decision.verdict,
    mode: decision.mode,
    because: decision.because,
    matches: decision.reasons
      .map((reason) => ({ ...reason, decides: decides(reason) }))
      .toSorted((one, other) => caution[other.verdict] - caution[one.verdict]),
    modes,
    limits: limitsOf(given, loaded),
    changes: changesFor(cautious ? decision.reasons.filter(decides) : [], dry, given, loaded),
    otherwise:
      cautious || dry ? { verdict: cautious ? next : 'act', mode: modesLeft.includes('copilot') ? 'copilot' : 'autopilot' } : undefined,
  };
}

const riskLevels = ['low', 'medium', 'high'] as const;

function limitsOf(given: Case, loaded: LoadedPolicy): readonly Limit[] {
  const { diagnosis, action, plan, lastHeal, now } = given;
  const {
    policy: { limits },
    where,
  } = loaded;
  const place = (key: string): string | undefined => where('limits', key);
  const { score, confidence, class: kind } = diagnosis;
  const band = bandsOf(given, loaded);
  const found: Limit[] = [
    {
      limit: 'threat score',
      allowed: band?.ask === undefined ? `it does not count for this ${kind}` : `below ${band.ask}`,
      measured: String(score),
      asks: band?.ask !== undefined && score >= band.ask,
      where: band?.whereAsk,
    },
    {
      limit: 'limits.confidence',
      allowed: `${limits.confidence} or more`,
      measured: String(confidence),
      asks: confidence < limits.confidence,
      where: place('confidence'),
    },
  ];
  if (action === undefined) return found;
  const cost = plan?.cost;
  const dear = cost !== undefined && (!cost.known || Math.max(cost.monthlyUsd, cost.onceUsd) > limits.monthlyUsd);
  found.push(
    {
      limit: 'limits.monthlyUsd',
      allowed: `${limits.monthlyUsd} USD a month, or once`,
      measured:
        cost === undefined ? 'no plan was made' : cost.known ? `${cost.monthlyUsd} USD a month, ${cost.onceUsd} USD once` : 'not known',
      asks: dear,
      where: place('monthlyUsd'),
    },
    {
      limit: 'limits.risk',
      allowed: `${limits.risk} or less`,
      measured: action.risk.level,
      asks: riskLevels.indexOf(action.risk.level) > riskLevels.indexOf(limits.risk),
      where: place('risk'),
    },
  );
  if (action.undo.kind === 'nothing-to-undo') {
    const since = lastHeal === undefined ? undefined : now - lastHeal;
    found.push({
      limit: 'cooldown',
      allowed: `once in ${action.undo.cooldownMs / 60_000} minutes`,
      measured: since === undefined ? 'never done before' : `done ${Math.round(since / 60_000)} minutes ago`,
      asks: since !== undefined && since < action.undo.cooldownMs,
      where: undefined,
    });
  }
  return [...found, ...ratesFor(given.subject, loaded).flatMap((rate) => usedUpLimit(rate, given.usedUp))];
}

/** Writes are counted when they are sent, so that only of a rate without room there is something to tell. */
function usedUpLimit({ rule, id, limit, minutes, among, where }: Rate, usedUp: Case['usedUp']): readonly Limit[] {
  if (usedUp === undefined || usedUp.rate !== id) return [];
  return [
    {
      limit: rule,
      allowed: `${limit} ${among} within ${minutes} minutes`,
      measured: String(usedUp.limit),
      asks: limit <= usedUp.limit,
      where,
    },
  ];
}
