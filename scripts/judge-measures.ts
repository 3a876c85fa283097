/** Measures for `npm run judge`; everything random comes from a seed, so that two runs print the same. */

/** The chance that a positive scores above a negative; a tie counts half. */
export function auc(positives: readonly number[], negatives: readonly number[]): number {
  let above = 0;
  for (const positive of positives) for (const negative of negatives) above += positive > negative ? 1 : positive === negative ? 0.5 : 0;
  return above / (positives.length * negatives.length);
}

/** A repeatable generator (mulberry32) of numbers in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The share of a list below which this part of it lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(part * (sorted.length - 1))))] ?? Number.NaN;
}

/** The middle 95 % of the AUC over 1,000 samples drawn with replacement. */
export function aucInterval(positives: readonly number[], negatives: readonly number[]): readonly [number, number] {
  const random = randomFrom(7);
  const drawn = (values: readonly number[]): number[] => values.map(() => values[Math.floor(random() * values.length)] ?? 0);
  const all = Array.from({ length: 1_000 }, () => auc(drawn(positives), drawn(negatives)));
  return [quantile(all, 0.025), quantile(all, 0.975)];
}

/** The lowest score that at most this share of the benign events reaches. */
export function thresholdAt(benign: readonly number[], share: number): number {
  const most = Math.floor(benign.length * share);
  const sorted = benign.toSorted((one, other) => other - one);
  const candidates = [...new Set(sorted.map((score) => Math.round(score * 100 + 1) / 100)), 0.01].toSorted((one, other) => one - other);
  return candidates.find((candidate) => sorted.filter((score) => score >= candidate).length <= most) ?? 1;
}

/** Puts items into folds at random, each fold about as large. */
export function folds<T>(items: readonly T[], count: number, seed: number): readonly (readonly T[])[] {
  const random = randomFrom(seed);
  const shuffled = items
    .map((item) => ({ item, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
  return Array.from({ length: count }, (_, fold) => shuffled.filter((__, position) => position % count === fold));
}

/** Precision and recall in one, of a class with these counts. */
export const f1 = ({ hit, wrong, missed }: { readonly hit: number; readonly wrong: number; readonly missed: number }): number =>
  (2 * hit) / (2 * hit + wrong + missed);
