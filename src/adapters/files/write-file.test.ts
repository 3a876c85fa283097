import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { fileError, writeFile } from './write-file.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a file', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let path: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    path = join(folder.path, 'file');
  });
  afterEach(() => folder.remove());

  it('is replaced by the newest writing', async () => {
    await writeFile(path, bytes('one'));
    await writeFile(path, bytes('two'));
    expect(await readFile(path, 'utf8')).toBe('two');
  });

  it('that is written once stays as the first one wrote it, and nothing else is left', async () => {
    await writeFile(path, bytes('one'), { once: true });
    await writeFile(path, bytes('two'), { once: true });
    expect(await readFile(path, 'utf8')).toBe('one');
    expect(await readdir(folder.path)).toEqual(['file']);
  });

  it('that cannot be written leaves nothing behind', async () => {
    await expect(writeFile(folder.path, bytes('one'))).rejects.toMatchObject({ name: 'HealError' });
    expect(await readdir(folder.path)).toEqual([]);
  });

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EACCES', 'not-allowed'],
    ['EIO', 'unexpected'],
  ])('whose writing fails with %s is reported as %s', (code, expected) => {
    expect(fileError(Object.assign(new Error(`${code}: it failed`), { code }), path)).toMatchObject({ code: expected });
  });
});
