/** A share, and where it truly lies with 95 % certainty. */
export interface Share {
  readonly right: number;
  readonly of: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** The normal deviate of 95 %. */
const z = 1.959_964;

/** The interval of E. B. Wilson (1927), which holds for few cases and for shares near 0 and 1, as Wald's does not. */
export function shareOf(right: number, of: number): Share {
  if (of === 0) return { right, of, share: 0, low: 0, high: 1 };
  const share = right / of;
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  // At the ends it is exact; what floating point leaves over is no uncertainty.
  return { right, of, share, low: right === 0 ? 0 : Math.max(0, middle - half), high: right === of ? 1 : Math.min(1, middle + half) };
}

/** A median, and where it truly lies with 95 % certainty. */
export interface Median {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly of: number;
}

/** The interval by order statistics, which asks nothing of how the values are distributed; nothing without values. */
export function medianOf(values: readonly number[]): Median | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const { length } = sorted;
  const at = (index: number): number => sorted[Math.min(length - 1, Math.max(0, index))] ?? 0;
  if (length === 0) return undefined;
  const middle = length % 2 === 1 ? at((length - 1) / 2) : (at(length / 2 - 1) + at(length / 2)) / 2;
  const reach = (z * Math.sqrt(length)) / 2;
  return { median: middle, low: at(Math.floor(length / 2 - reach)), high: at(Math.ceil(length / 2 + reach) - 1), of: length };
}
