import type { DetectionCount, FlipCount, RuleCount, Tally } from './tally.ts';

/** What a policy would have made of history: the same history and policies give the same report, byte for byte. */
export interface ReplayReport {
  readonly assumed: readonly string[];
  readonly files: number;
  readonly events: number;
  readonly signals: number;
  readonly matched: number;
  readonly findings: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly healed: number;
  readonly asked: number;
  readonly simulated: number;
  readonly left: number;
  /** The busiest first. */
  readonly rules: readonly RuleCount[];
  readonly detections: readonly DetectionCount[];
  readonly dropped: readonly { readonly because: string; readonly count: number }[];
  /** What the proposed policy would flip, what does more first; null without one. */
  readonly flips: { readonly more: number; readonly less: number; readonly same: number; readonly what: readonly FlipCount[] } | null;
  readonly unreadable: number;
  readonly problems: readonly string[];
}

/** What is taken for granted where the past cannot be asked. */
const assumptions = [
  'what an event says is true: nothing was observed, so that what was healthy already, or what its action would refuse, counts as well',
  'tags are not known, so that only accounts tell the environment; costs are not known and count for nothing',
  'the time of each event was the present: freezes, windows, hours and exceptions count by it; runbooks are those of today',
  'each event stands alone: no habits, bursts, cooldowns, repeats, rates, breaker, or echo of our own writes',
] as const;

/** The report of a tally. */
export function replayReport(tally: Tally, { files, modeAssumed, compared, unread = [] }: Told): ReplayReport {
  const flips = [...tally.flips.values()].toSorted(
    (one, other) =>
      order.indexOf(one.direction) - order.indexOf(other.direction) ||
      other.count - one.count ||
      byText(one.detection, other.detection) ||
      byText([one.from, one.to, one.rule, one.where].join('|'), [other.from, other.to, other.rule, other.where].join('|')),
  );
  const flipped = (direction: FlipCount['direction']): number =>
    flips.filter((flip) => flip.direction === direction).reduce((total, { count }) => total + count, 0);
  return {
    assumed: [
      ...assumptions,
      ...(modeAssumed ? ['a policy that names no mode is read as autopilot'] : []),
      ...unread.map((place) => `runbooks at ${place} forbid and require nothing: no call leaves the process`),
    ],
    files,
    events: tally.events,
    signals: tally.signals,
    matched: tally.matched,
    findings: tally.findings,
    from: tally.first === null ? null : new Date(tally.first).toISOString(),
    to: tally.last === null ? null : new Date(tally.last).toISOString(),
    ...tally.outcomes,
    rules: [...tally.rules.values()].toSorted(
      (one, other) =>
        other.decided - one.decided ||
        other.spoke - one.spoke ||
        byText([one.rule, one.verdict, one.where].join('|'), [other.rule, other.verdict, other.where].join('|')),
    ),
    detections: [...tally.detections.values()].toSorted((one, other) => other.found - one.found || byText(one.detection, other.detection)),
    dropped: [...tally.drops]
      .map(([because, count]) => ({ because, count }))
      .toSorted((one, other) => other.count - one.count || byText(one.because, other.because)),
    flips: compared ? { more: flipped('more'), less: flipped('less'), same: flipped('same'), what: flips } : null,
    unreadable: tally.unreadable,
    problems: tally.problems,
  };
}

interface Told {
  readonly files: number;
  /** One of the policies names no mode. */
  readonly modeAssumed: boolean;
  /** There is a proposed policy. */
  readonly compared: boolean;
  /** Places of runbooks that a replay cannot read. */
  readonly unread?: readonly string[];
}

const order = ['more', 'less', 'same'] as const;

/** By code unit: the order must not follow the language of a machine. */
const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
