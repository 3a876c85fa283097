import type { Habit } from './habit.ts';
import { activeDays } from './spell.ts';
import { expectedNovelty, type Tally } from './tally.ts';

/** A habit is taken at its full word after so many active days. */
const grownDays = 7;
const minuteMs = 60_000;

/** How much something new in this tally means, in [0, 1]: little while the habit is young, and little to whoever does new things all the time. */
export const maturityOf = ({ seen }: Habit, tally: Tally, at: number): number =>
  Math.min(1, activeDays(seen) / grownDays) * (1 - expectedNovelty(tally, at));

/** A stretch of time in words: `43 days`. */
export function inWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / minuteMs);
  if (minutes < 2) return `${Math.max(0, Math.round(milliseconds / 1_000))} seconds`;
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} hours` : `${Math.floor(minutes / 60 / 24)} days`;
}
