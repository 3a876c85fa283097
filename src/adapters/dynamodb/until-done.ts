import { setTimeout } from 'node:timers/promises';
import { HealError } from '#domain/heal-error.ts';

const most = 60;
const longestMs = 400;

/** Tries until an attempt is not `again`, waiting longer and at random between tries. Throws HealError `throttled` when they are used up. */
export async function untilDone<T>(what: string, attempt: () => Promise<T | 'again'>): Promise<T> {
  for (let n = 0; n < most; n++) {
    if (n > 0) await setTimeout(Math.random() * Math.min(longestMs, 5 * 2 ** n));
    const answer = await attempt();
    if (answer !== 'again') return answer;
  }
  throw new HealError(
    'throttled',
    `${what} did not succeed in ${most} tries, because others were writing too; nothing was stored. Try again later.`,
    {
      retry: 'later',
    },
  );
}
