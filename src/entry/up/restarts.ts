const windowMs = 60_000;
const firstMs = 200;
const longestMs = 5_000;

/** How long to wait before something that ended is started again; nothing once it ended `most` times within a minute. */
export interface Restarts {
  next(now: number): number | undefined;
}

/** Waits 0.2 s at first, twice as long each time within a minute, 5 s at most. */
export function restarts(most = 10): Restarts {
  let times: readonly number[] = [];
  return {
    next(now) {
      times = [...times.filter((time) => now - time < windowMs), now];
      return times.length > most ? undefined : Math.min(longestMs, firstMs * 2 ** (times.length - 1));
    },
  };
}
