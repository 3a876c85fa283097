/** The time of day, UTC: `03:42 UTC`; another day than `now`'s with its date. */
export function clockTime(at: number, now: number): string {
  const [day, time] = new Date(at).toISOString().split('T');
  const today = new Date(now).toISOString().startsWith(day ?? '');
  return `${today ? '' : `${day} `}${time?.slice(0, 5)} UTC`;
}

/** Day and time to the second, UTC: `2026-11-20 03:42:07 UTC`. */
export const dayAndTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** A time span as a person says it: `0.4 s`, `12 s`, `3 min`, `2 h`. */
export function span(milliseconds: number): string {
  if (milliseconds < 10_000) return `${(Math.max(0, milliseconds) / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
