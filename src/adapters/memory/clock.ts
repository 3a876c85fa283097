import { setTimeout } from 'node:timers/promises';
import type { Clock } from '#ports/clock.ts';

/** The longest that one timer of Node can wait; longer sleeps are cut into such pieces. */
const longestTimerMs = 2 ** 31 - 1;

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    const options = signal === undefined ? {} : { signal };
    try {
      for (let left = milliseconds; left > 0; left -= longestTimerMs) await setTimeout(Math.min(left, longestTimerMs), undefined, options);
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};

/** A clock that stands still until somebody turns it. */
interface TurnableClock extends Clock {
  /** Turns it forward. Every sleep that ends on the way ends at its own time, and what wakes up runs before time goes on. */
  turn(milliseconds: number): Promise<void>;
}

/** A clock for tests, at a time in epoch milliseconds. */
export function turnableClock(start: number): TurnableClock {
  let now = start;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();

  return {
    now: () => now,
    sleep: (milliseconds, signal) => {
      if (milliseconds <= 0 || signal?.aborted === true) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = (): void => {
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { until: now + milliseconds, wake };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', wake);
      return promise;
    },
    async turn(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        // Lets everybody who is awake go on until they sleep again or wait for the world.
        await new Promise<void>((resolve) => setImmediate(resolve));
        const next = [...sleepers].filter(({ until }) => until <= end).toSorted((a, b) => a.until - b.until)[0];
        if (next === undefined) break;
        now = Math.max(now, next.until);
        next.wake();
      }
      now = Math.max(now, end);
    },
  };
}
