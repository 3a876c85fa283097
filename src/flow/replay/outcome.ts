import type { Decision } from '#domain/facts.ts';

/** What would have come of a finding, from the most that is done to AWS to the least. */
export const outcomes = ['healed', 'asked', 'simulated', 'left'] as const;
export type Outcome = (typeof outcomes)[number];

/** The outcome of a decision, when the plan works and nobody has answered yet. */
export function outcomeOf({ verdict, mode }: Pick<Decision, 'verdict' | 'mode'>): Outcome {
  if (verdict === 'leave') return 'left';
  if (mode === 'dry-run') return 'simulated';
  return verdict === 'ask' ? 'asked' : 'healed';
}

/** Written at once, written after a yes, not written. */
const reach: Readonly<Record<Outcome, number>> = { healed: 2, asked: 1, simulated: 0, left: 0 };

/** Does a change of outcome do more to AWS, less, or as much as before? */
export function directionOf(from: Outcome, to: Outcome): 'more' | 'less' | 'same' {
  if (reach[from] === reach[to]) return 'same';
  return reach[to] > reach[from] ? 'more' : 'less';
}
