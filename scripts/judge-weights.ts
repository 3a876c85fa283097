import type { Contribution } from '#domain/facts.ts';
import { randomFrom } from './judge-measures.ts';

/** Weights that are moved: each name of a contribution has its own factor. */
export type Factors = ReadonlyMap<string, number>;

interface Row {
  readonly contributions: readonly Contribution[];
}

/** The score of a row under weights that are moved. */
export const under = ({ contributions }: Row, factors: Factors): number =>
  Math.min(
    1,
    Math.max(
      0,
      contributions.reduce((sum, { name, weight }) => sum + weight * (factors.get(name) ?? 1), 0),
    ),
  );

/** So many sets of factors for every name in these rows, each between two thirds and four thirds; the same for the same rows. */
export function movedWeights(rows: readonly Row[], count: number): readonly Factors[] {
  const names = [...new Set(rows.flatMap(({ contributions }) => contributions.map(({ name }) => name)))];
  const random = randomFrom(11);
  return Array.from({ length: count }, () => new Map(names.map((name) => [name, 1 + (random() * 2 - 1) / 3])));
}
