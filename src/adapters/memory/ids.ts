import { randomBytes } from 'node:crypto';
import { encodeTime, monotonicFactory, ulid } from 'ulid';
import type { Ids } from '#ports/ids.ts';

const timeLength = 10;
const randomLength = 16;

let pool = randomBytes(0);
let used = 0;
/** A fraction from 0 to below 1. Random bytes are fetched many at once: one fetch for each letter of an id is ten times as slow. */
const fraction = (): number => {
  if (used === pool.length) [pool, used] = [randomBytes(1024), 0];
  return (pool[used++] ?? 0) / 256;
};
const next = monotonicFactory(fraction);

/** Random identifiers; the incidents of one process sort in the order in which they were made, also within a millisecond. */
export const randomIds: Ids = {
  incident: (now) => `inc-${next(now).toLowerCase()}`,
  short: () => ulid(undefined, fraction).slice(timeLength).toLowerCase(),
};

/** Identifiers that count from 1, the same in every run: for golden histories. */
export function countingIds(): Ids {
  let incidents = 0;
  let shorts = 0;
  return {
    incident: (now) => {
      incidents += 1;
      return `inc-${encodeTime(now, timeLength).toLowerCase()}${String(incidents).padStart(randomLength, '0')}`;
    },
    short: () => {
      shorts += 1;
      return String(shorts).padStart(randomLength, '0');
    },
  };
}
