import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { isUp, takeUpLock } from './up-lock.ts';

describe('the lock of a folder', () => {
  test('is held by one at a time, and can be taken again after its release', async () => {
    const { path, remove } = await temporaryFolder();
    expect(isUp(path)).toBe(false);
    const first = takeUpLock(path);
    expect(first).toBeDefined();
    expect(isUp(path)).toBe(true);
    expect(takeUpLock(path)).toBeUndefined();
    first?.release();
    expect(isUp(path)).toBe(false);
    takeUpLock(path)?.release();
    await remove();
  });

  test('is given back by the system when its holder is killed', async () => {
    const { path, remove } = await temporaryFolder();
    const lock = fileURLToPath(new URL('./up-lock.ts', import.meta.url));
    const hold = `const { takeUpLock } = await import(${JSON.stringify(lock)}); takeUpLock(${JSON.stringify(path)}); console.log('held'); setInterval(() => {}, 1000)`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', hold], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(holder.stdout, 'data');
    expect(isUp(path)).toBe(true);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(isUp(path)).toBe(false);
    const next = takeUpLock(path);
    expect(next).toBeDefined();
    next?.release();
    await remove();
  });
});
