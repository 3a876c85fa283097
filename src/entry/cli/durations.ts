/** Milliseconds as a person says them: `0.42 s`, `12 s`, `3 min`, `2 h`, `5 d`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 10_000) return `${(Math.max(0, milliseconds) / 1_000).toFixed(2)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** How long ago, in whole units: `3 s`, `5 min`. */
export const age = (milliseconds: number): string =>
  milliseconds < 10_000 ? `${Math.max(0, Math.round(milliseconds / 1_000))} s` : duration(milliseconds);

/** The time of day (UTC) with milliseconds: `11:54:27.123`. */
export const timeOfDay = (at: number): string => new Date(at).toISOString().slice(11, 23);

/** Day and time (UTC): `2026-11-20 11:54:27 UTC`. */
export const dayAndTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
