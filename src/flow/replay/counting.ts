import type { Finding, Judged, JudgedEvent } from './judge-event.ts';
import { directionOf } from './outcome.ts';
import {
  type DetectionCount,
  type FlipCount,
  type Outcomes,
  problemsKept,
  put,
  type RuleCount,
  sum,
  sumDetections,
  sumFlips,
  sumRules,
  type Tally,
} from './tally.ts';

const none: Outcomes = { healed: 0, asked: 0, simulated: 0, left: 0 };

/** Counts the events of one file, one after the other. */
export interface Counting {
  event(judged: JudgedEvent): void;
  unreadable(problem: string): void;
  tally(): Tally;
}

/** Begins to count. */
export function newCounting(): Counting {
  let [events, signals, matched, findings, unreadable] = [0, 0, 0, 0, 0];
  let first: number | null = null;
  let last: number | null = null;
  const counts = { ...none };
  const drops = new Map<string, number>();
  const rules = new Map<string, RuleCount>();
  const detections = new Map<string, DetectionCount>();
  const flips = new Map<string, FlipCount>();
  const problems: string[] = [];

  const found = (finding: Finding): void => {
    const { signal, present, detection } = finding;
    counts[present.outcome] += 1;
    // Some documents say no time.
    if (signal.at > 0) {
      first = Math.min(first ?? signal.at, signal.at);
      last = Math.max(last ?? signal.at, signal.at);
    }
    const one: DetectionCount = { detection, found: 1, ...none, [present.outcome]: 1 };
    put(detections, detection, one, sumDetections);
    for (const rule of rulesOf(finding)) put(rules, keyOfRule(rule), rule, sumRules);
    const flip = flipOf(finding);
    if (flip !== undefined) put(flips, keyOfFlip(flip), flip, sumFlips);
  };
  return {
    event(judged) {
      events += 1;
      signals += judged.signals;
      findings += judged.findings.length;
      if (judged.findings.length > 0) matched += 1;
      for (const because of judged.drops) put(drops, because, 1, sum);
      for (const finding of judged.findings) found(finding);
    },
    unreadable(problem) {
      unreadable += 1;
      if (problems.length < problemsKept) problems.push(problem);
    },
    tally: () => ({
      events,
      signals,
      matched,
      findings,
      outcomes: counts,
      first,
      last,
      drops,
      rules,
      detections,
      flips,
      unreadable,
      problems,
    }),
  };
}

function rulesOf({ present: { decision } }: Finding): readonly RuleCount[] {
  return decision.reasons.map(({ rule, verdict, where }) => ({
    rule,
    verdict,
    where: where ?? null,
    spoke: 1,
    decided: verdict === decision.verdict ? 1 : 0,
  }));
}

function flipOf({ detection, signal, present, proposed }: Finding): FlipCount | undefined {
  if (proposed === undefined || proposed.outcome === present.outcome) return undefined;
  const [from, to] = [present.outcome, proposed.outcome];
  const direction = directionOf(from, to);
  const { rule, where } = decisiveOf(direction === 'more' ? present : proposed);
  return {
    detection,
    from,
    to,
    direction,
    rule,
    where: where ?? null,
    count: 1,
    examples: [`${signal.id} ${signal.resource.id}`],
  };
}

function decisiveOf({ decision, outcome }: Judged): { readonly rule: string; readonly where?: string | undefined } {
  if (outcome === 'simulated') return { rule: 'mode dry-run' };
  return decision.reasons.find(({ verdict }) => verdict === decision.verdict) ?? { rule: '' };
}

const keyOfRule = ({ rule, verdict, where }: RuleCount): string => [rule, verdict, where].join('|');
const keyOfFlip = ({ detection, from, to, rule, where }: FlipCount): string => [detection, from, to, rule, where].join('|');
