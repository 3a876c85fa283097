import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scriptRuns } from '#testkit/script-runs.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { localKey } from './key.ts';

describe('the local key', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let dir: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    dir = join(folder.path, 'not', 'there', 'yet');
  });
  afterEach(() => folder.remove());

  it('is made once: 32 bytes that only the owner may read', async () => {
    const key = await localKey(dir);
    expect(key).toHaveLength(32);
    expect(await localKey(dir)).toEqual(key);
    expect((await stat(join(dir, 'key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(dir)).toEqual(['key']);
  });

  it('is another one in another folder', async () => {
    expect(await localKey(dir)).not.toEqual(await localKey(join(folder.path, 'other')));
  });

  it('is the same for 32 who ask at once, and for processes that start at once', async () => {
    const keys = await Promise.all(Array.from({ length: 32 }, () => localKey(dir)));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    const printed = await scriptRuns(
      4,
      `import { localKey } from '#adapters/files/key.ts';
      console.log(Buffer.from(await localKey(process.argv[2])).toString('hex'));`,
      join(folder.path, 'raced'),
    );
    expect(new Set(printed).size).toBe(1);
    expect(printed[0]).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it('is refused when others may read it, and when it is damaged', async () => {
    await localKey(dir);
    await chmod(join(dir, 'key'), 0o644);
    await expect(localKey(dir)).rejects.toMatchObject({ code: 'not-allowed' });
    await chmod(join(dir, 'key'), 0o600);
    await writeFile(join(dir, 'key'), 'short');
    await expect(localKey(dir)).rejects.toMatchObject({ code: 'bad-state' });
  });
});
