import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blobsContract } from '#testkit/blobs-contract.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { fileBlobs } from './blobs.ts';

blobsContract('blobs in files', async () => {
  const { path: dir, remove } = await temporaryFolder();
  const pathOf = (ref: string): string => join(dir, ref.slice(-64, -62), ref);
  return {
    blobs: fileBlobs({ dir, key: randomBytes(32) }),
    raw: { read: (ref) => readFile(pathOf(ref)), write: (ref, bytes) => writeFile(pathOf(ref), bytes) },
    close: remove,
  };
});

it('keeps blobs for the next process with the same key, and seals them against another key', async () => {
  const { path: dir, remove } = await temporaryFolder();
  const key = randomBytes(32);
  const ref = await fileBlobs({ dir, key }).put('a secret', { sealed: true });
  expect(await fileBlobs({ dir, key }).get(ref)).toBe('a secret');
  await expect(fileBlobs({ dir, key: randomBytes(32) }).get(ref)).rejects.toMatchObject({ code: 'ledger-broken' });
  await remove();
});

it('leaves no temporary files, and files that only their owner may read', async () => {
  const { path: dir, remove } = await temporaryFolder();
  const blobs = fileBlobs({ dir, key: randomBytes(32) });
  await Promise.all(Array.from({ length: 20 }, (_, n) => blobs.put({ n: n % 5 }, { sealed: n % 2 === 0 })));
  const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(files).toHaveLength(10);
  for (const { name, parentPath } of files) {
    expect(name).toMatch(/^(sealed-)?[0-9a-f]{64}$/);
    expect((await stat(join(parentPath, name))).mode & 0o777).toBe(0o600);
  }
  await remove();
});

it('says which folder it may not use', async () => {
  const { path, remove } = await temporaryFolder();
  const dir = join(path, 'taken');
  await writeFile(dir, 'a file where the folder should be');
  await expect(fileBlobs({ dir, key: randomBytes(32) }).put('x')).rejects.toMatchObject({
    name: 'HealError',
    message: expect.stringContaining(dir),
  });
  await remove();
});
