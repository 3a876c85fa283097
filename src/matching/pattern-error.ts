import { HealError } from '#domain/heal-error.ts';

/** The refusal of a pattern: `path` says where in the pattern, `reason` what is wrong there and what to write instead. */
export const patternError = (path: string, reason: string): HealError =>
  new HealError('bad-pattern', `The event pattern is not valid at ${path === '' ? 'its top level' : path}: ${reason}`, {
    details: { path, reason },
  });
