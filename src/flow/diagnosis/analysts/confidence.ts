import { confidences } from '#flow/diagnosis/weights.ts';

/** How sure the rules are that there is something to heal, in [0, 1]. */
export function confidenceOf(rank: 'attested' | 'reported', observedWrong: boolean): number {
  if (!observedWrong) return confidences.notObserved;
  return rank === 'attested' ? confidences.attestedAndWrong : confidences.reportedAndWrong;
}
