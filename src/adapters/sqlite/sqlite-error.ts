import { HealError } from '#domain/heal-error.ts';

const primary = { busy: 5, readonly: 8, io: 10, corrupt: 11, full: 13, cantOpen: 14, notADatabase: 26 } as const;

/** What SQLite threw (sqlite.org/rescode.html) as a HealError that says what to do about this file; any other error as it is. */
export function sqliteError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === undefined || !(error instanceof Error)) return error;
  const { message } = error;
  const options = { details: { path }, cause: error };
  switch (code) {
    case primary.full:
      return new HealError('disk-full', `The disk is full: ${path} could not grow, nothing was stored. Free some space.`, {
        ...options,
        retry: 'later',
      });
    case primary.busy:
      return new HealError('timed-out', `Another process kept ${path} locked for more than 5 s; nothing was stored. Try again.`, {
        ...options,
        retry: 'now',
      });
    case primary.readonly:
    case primary.cantOpen:
      return new HealError(
        'not-allowed',
        `${path} cannot be opened for writing (${message}). Check that its folder exists and who owns it.`,
        options,
      );
    case primary.corrupt:
    case primary.notADatabase:
      return new HealError(
        'bad-state',
        `${path} is damaged or not a store of Selfheal (${message}). Move it away or restore a copy.`,
        options,
      );
    default:
      return new HealError('unexpected', `${path}: ${message}. Nothing was stored.`, { ...options, retry: 'now' });
  }
}

/** The primary result code, without the extended part; nothing when the error is not SQLite's. */
const codeOf = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
