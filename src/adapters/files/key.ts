import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HealError } from '#domain/heal-error.ts';
import { codeOf, fileError, writeFile } from './write-file.ts';

const keyLength = 32;

/** The secret key of this installation: 32 random bytes in `<dir>/key`, made once, readable by its owner only. Throws HealError. */
export async function localKey(dir: string): Promise<Uint8Array> {
  const path = join(dir, 'key');
  const known = await read(path);
  if (known !== undefined) return known;
  await mkdir(dir, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw fileError(error, dir);
  });
  await writeFile(path, randomBytes(keyLength), { once: true });
  const made = await read(path);
  if (made === undefined) throw new HealError('unexpected', `${path} was removed while it was made. Start again.`, { retry: 'now' });
  return made;
}

async function read(path: string): Promise<Uint8Array | undefined> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new HealError('not-allowed', `${path} can be read by others, so what it seals is no secret. Run: chmod 600 ${path}`, {
        details: { path },
      });
    const key = await readFile(path);
    if (key.length === keyLength) return key;
    throw new HealError(
      'bad-state',
      `${path} has ${key.length} bytes instead of ${keyLength}. Restore it from a copy: without it sealed blobs cannot be read.`,
      {
        details: { path },
      },
    );
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw fileError(error, path);
  }
}
