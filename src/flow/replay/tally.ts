import type { Verdict } from '#domain/facts.ts';
import type { Outcome } from './outcome.ts';

/** How many findings came to what. */
export type Outcomes = Readonly<Record<Outcome, number>>;

/** How often a rule spoke, and how often no other was more cautious. */
export interface RuleCount {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly where: string | null;
  readonly spoke: number;
  readonly decided: number;
}

export interface DetectionCount extends Outcomes {
  readonly detection: string;
  readonly found: number;
}

/** Findings of one detection that the proposed policy judges otherwise, for one reason. */
export interface FlipCount {
  readonly detection: string;
  readonly from: Outcome;
  readonly to: Outcome;
  readonly direction: 'more' | 'less' | 'same';
  /** What decided in the more cautious of the two policies. */
  readonly rule: string;
  readonly where: string | null;
  readonly count: number;
  /** The first few, as `<event id> <resource>`. */
  readonly examples: readonly string[];
}

/** Everything that is told about history; as large as there are detections, rules and reasons, however many events there were. */
export interface Tally {
  readonly events: number;
  readonly signals: number;
  /** Events in which something was found. */
  readonly matched: number;
  readonly findings: number;
  readonly outcomes: Outcomes;
  /** Epoch milliseconds of the first and the last finding. */
  readonly first: number | null;
  readonly last: number | null;
  readonly drops: ReadonlyMap<string, number>;
  readonly rules: ReadonlyMap<string, RuleCount>;
  readonly detections: ReadonlyMap<string, DetectionCount>;
  readonly flips: ReadonlyMap<string, FlipCount>;
  /** What could not be read: how many, and the first few. */
  readonly unreadable: number;
  readonly problems: readonly string[];
}

/** So many examples of each flip, and problems, are kept. */
const examplesKept = 3;
export const problemsKept = 20;

/** The tally of the files of both, of which those of the first come first. */
export function joinTallies(one: Tally, other: Tally): Tally {
  const earliest = [one.first, other.first].filter((at) => at !== null);
  const latest = [one.last, other.last].filter((at) => at !== null);
  return {
    events: one.events + other.events,
    signals: one.signals + other.signals,
    matched: one.matched + other.matched,
    findings: one.findings + other.findings,
    outcomes: sumOutcomes(one.outcomes, other.outcomes),
    first: earliest.length === 0 ? null : Math.min(...earliest),
    last: latest.length === 0 ? null : Math.max(...latest),
    drops: joined(one.drops, other.drops, sum),
    rules: joined(one.rules, other.rules, sumRules),
    detections: joined(one.detections, other.detections, sumDetections),
    flips: joined(one.flips, other.flips, sumFlips),
    unreadable: one.unreadable + other.unreadable,
    problems: [...one.problems, ...other.problems].slice(0, problemsKept),
  };
}

/** Adds a value to what a map has under this key. */
export function put<T>(map: Map<string, T>, key: string, value: T, add: (one: T, other: T) => T): void {
  const there = map.get(key);
  map.set(key, there === undefined ? value : add(there, value));
}

function joined<T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>, add: (one: T, other: T) => T): ReadonlyMap<string, T> {
  const map = new Map(one);
  for (const [key, value] of other) put(map, key, value, add);
  return map;
}

export const sum = (one: number, other: number): number => one + other;
export const sumRules = (one: RuleCount, other: RuleCount): RuleCount => ({
  ...one,
  spoke: one.spoke + other.spoke,
  decided: one.decided + other.decided,
});
export const sumFlips = (one: FlipCount, other: FlipCount): FlipCount => ({
  ...one,
  count: one.count + other.count,
  examples: [...one.examples, ...other.examples].slice(0, examplesKept),
});
export const sumDetections = (one: DetectionCount, other: DetectionCount): DetectionCount => ({
  ...one,
  ...sumOutcomes(one, other),
  found: one.found + other.found,
});
const sumOutcomes = (one: Outcomes, other: Outcomes): Outcomes => ({
  healed: one.healed + other.healed,
  asked: one.asked + other.asked,
  simulated: one.simulated + other.simulated,
  left: one.left + other.left,
});
