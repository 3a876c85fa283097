import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until there is an answer; throws when the deadline passes. */
export async function until<T>(what: string, ask: () => T | undefined | Promise<T | undefined>, milliseconds = 5_000): Promise<T> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`${what} did not happen within ${milliseconds} ms`);
    await sleep(20);
  }
}
