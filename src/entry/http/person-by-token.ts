import { createHash, timingSafeEqual } from 'node:crypto';
import type { Human } from '#config/approvers.ts';

/** Shorter ones could be guessed: they let nobody in. */
export const shortestToken = 32;

/** Equal lengths for the comparison in constant time, whatever was sent. */
export const tokenDigest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whose token of their own this is, by `people`; nobody when it is nobody's, too short, or that of two. */
export function personByToken(
  given: string,
  people: readonly Human[],
  secret: (variable: string) => string | undefined,
): string | undefined {
  const digest = tokenDigest(given);
  const fitting = people.filter(({ tokenEnv }) => {
    const own = tokenEnv === undefined ? '' : (secret(tokenEnv) ?? '');
    return own.length >= shortestToken && timingSafeEqual(tokenDigest(own), digest);
  });
  return fitting.length === 1 ? fitting[0]?.name : undefined;
}
