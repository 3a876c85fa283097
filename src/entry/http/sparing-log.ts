import type { Log } from '#ports/log.ts';

const minuteMs = 60_000;

/** Warns of what strangers cause, a bounded number of times a minute, so that nobody fills the disk with it; the next warning says how many were left out. */
export function sparingLog(log: Log, now: () => number, mostAMinute = 20): (message: string) => void {
  let since = Number.NEGATIVE_INFINITY;
  let told = 0;
  let left = 0;
  return (message) => {
    if (now() - since >= minuteMs) {
      since = now();
      told = 0;
    }
    if (told >= mostAMinute) {
      left += 1;
      return;
    }
    told += 1;
    log.warn(left === 0 ? message : `${message} (and ${left} such before)`);
    left = 0;
  };
}
