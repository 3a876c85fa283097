import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asHealError, HealError } from '#domain/heal-error.ts';

/**
 * Writes a file that is complete or not there, whatever happens meanwhile, and that only its owner may read: a temporary
 * file, flushed, then renamed. With `once` a file that exists stays as it is. Throws HealError.
 */
export async function writeFile(path: string, bytes: Uint8Array, options: { readonly once?: boolean } = {}): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.part`);
  try {
    await flushed(temporary, 'wx', async (file) => file.writeFile(bytes));
    if (options.once === true) await linked(temporary, path);
    else await rename(temporary, path);
    await flushed(dirname(path), 'r');
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw fileError(error, path);
  }
}

async function flushed(path: string, flags: string, write?: (file: Awaited<ReturnType<typeof open>>) => Promise<void>): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await write?.(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function linked(temporary: string, path: string): Promise<void> {
  await link(temporary, path).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
  await rm(temporary, { force: true }).catch(() => {});
}

/** The code of a file system error (`ENOENT`), if it is one. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What the file system said as a HealError that names the file. */
export function fileError(error: unknown, path: string): HealError {
  const options = { details: { path }, cause: error };
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new HealError('disk-full', `The disk is full: ${path} was not written. Free some space.`, { ...options, retry: 'later' });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new HealError('not-allowed', `${path} may not be read or written by this process. Check who owns it.`, options);
    default:
      return asHealError(error);
  }
}
