import { chmod, mkdir } from 'node:fs/promises';
import { HealError } from '#domain/heal-error.ts';

/** Makes the journal's folder, for its owner only: it holds keys. Throws HealError `bad-input`. */
export async function makeFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await chmod(dataDir, 0o700);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HealError('bad-input', `The folder ${dataDir} cannot be made or written (${why}): choose another with --data.`, { cause });
  }
}
