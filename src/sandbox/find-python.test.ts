import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findPython } from './find-python.ts';

afterEach(() => vi.unstubAllEnvs());

describe('findPython', () => {
  it('says in one sentence what is missing and how to get it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'selfheal-python-'));
    vi.stubEnv('PATH', folder);
    await expect(findPython(folder, () => {})).rejects.toMatchObject({
      code: 'emulator-missing',
      message: expect.stringMatching(/needs Python 3\.10.*install it/),
    });
    await rm(folder, { recursive: true });
  });
});
