/** What a metric measured lately: value by time (epoch milliseconds). */
export type Past = ReadonlyMap<number, number>;

export const noPast: Past = new Map();
/** Values that are remembered of each alarm. */
const remembered = 256;

/** What both saw; of two values for one time the larger, so that the order does not matter. */
export function joinPasts(one: Past, other: Past): Past {
  const joined = new Map(one);
  for (const [at, value] of other) joined.set(at, Math.max(joined.get(at) ?? value, value));
  if (joined.size <= remembered) return joined;
  return new Map([...joined].toSorted(([a], [b]) => b - a).slice(0, remembered));
}

/** Fewer values than this say nothing about what is usual. */
const fewest = 8;
/** Makes the median absolute deviation comparable to a standard deviation (NIST handbook, 1.3.5.17). */
const asDeviation = 1.4826;

interface Anomaly {
  readonly value: number;
  readonly usual: number;
  readonly spreads: number;
  readonly points: number;
}

/** How far the newest value lies from the ones before it, in their usual spread. Nothing when too few are known. */
export function anomalyOf(past: Past): Anomaly | undefined {
  const [newest, ...before] = [...past].toSorted(([a], [b]) => b - a).map(([, value]) => value);
  if (newest === undefined || before.length < fewest) return undefined;
  const usual = median(before);
  const spread = asDeviation * median(before.map((value) => Math.abs(value - usual)));
  // Of values that never vary, one hundredth of their size stands for the spread.
  const least = Math.max(Math.abs(usual) / 100, Number.EPSILON);
  return { value: newest, usual, spreads: Math.abs(newest - usual) / Math.max(spread, least), points: before.length };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
