import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from './testing/until.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'selfheal-main-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

interface Ready {
  readonly endpoint: string;
  readonly pid: number;
  readonly emulatorPid: number;
  readonly keys: { readonly user: { readonly accessKeyId: string } } | null;
  readonly demo: { readonly account: string } | null;
  readonly milliseconds: number;
}

async function firstLine<T>(child: ChildProcess): Promise<T> {
  if (child.stdout === null) throw new Error('the child has no standard output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return JSON.parse(line) as T;
}

/** Zombies count as gone: nobody here waits for orphans. */
async function alive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = existsSync(`/proc/${pid}/stat`) ? await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z') : '';
  return !/\) Z/.test(stat);
}

const gone = (pid: number) => until(`the end of process ${pid}`, async () => ((await alive(pid)) ? undefined : true), 2_000);

describe('the sandbox as a child process', () => {
  it('prints where it listens, and ends with its emulator when its parent is killed with -9', async () => {
    const parent = `const { spawn } = require('node:child_process'); const child = spawn(process.execPath, [${JSON.stringify(main)}, '--port', '0', '--data', ${JSON.stringify(dataDir)}, '--empty'], { stdio: ['pipe', 'inherit', 'inherit'] }); setInterval(() => {}, 1000);`;
    const supervisor = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ready = await firstLine<Ready>(supervisor);
    expect((await fetch(`${ready.endpoint}/_selfheal/health`)).status).toBe(200);
    expect(ready).toMatchObject({ keys: null, demo: null });
    expect(await alive(ready.emulatorPid)).toBe(true);
    supervisor.kill('SIGKILL');
    await Promise.all([gone(ready.pid), gone(ready.emulatorPid)]);
  });

  it('takes its emulator along when it is itself killed with -9, and when it is asked to end', async () => {
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const child = spawn(process.execPath, [main, '--port', '0', '--data', dataDir, '--empty'], { stdio: ['pipe', 'pipe', 'inherit'] });
      const ready = await firstLine<Ready>(child);
      child.kill(signal);
      await Promise.all([gone(ready.pid), gone(ready.emulatorPid)]);
    }
  });

  it('says so and ends when its emulator ends', async () => {
    const child = spawn(process.execPath, [main, '--port', '0', '--data', dataDir, '--empty'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ready = await firstLine<Ready>(child);
    const [failure, [status]] = await Promise.all([
      firstLine<{ error: { code: string } }>(child),
      once(child, 'exit'),
      process.kill(ready.emulatorPid, 'SIGKILL'),
    ]);
    expect([failure.error.code, status]).toEqual(['emulator-failed', 3]);
  });

  it('is seeded, and ready to be used', async () => {
    const child = spawn(process.execPath, [main, '--port', '0', '--data', dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ready = await firstLine<Ready>(child);
    expect(ready.demo?.account).toBe('123456789012');
    expect(ready.keys?.user.accessKeyId).toMatch(/^AKIA/);
    expect(ready.milliseconds).toBeGreaterThan(0);

    const second = spawn(process.execPath, [main, '--port', new URL(ready.endpoint).port, '--data', dataDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [refusal, [status]] = await Promise.all([
      firstLine<{ error: { code: string; details: { pid: number } } }>(second),
      once(second, 'exit'),
    ]);
    expect(refusal.error).toMatchObject({ code: 'address-in-use', details: { pid: ready.pid } });
    expect(status).toBe(3);
    child.stdin?.end();
    await Promise.all([gone(ready.pid), gone(ready.emulatorPid)]);
  });
});
