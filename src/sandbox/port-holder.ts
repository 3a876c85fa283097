import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { HealError } from '#domain/heal-error.ts';

const run = promisify(execFile);

/** The process that listens on a TCP port of 127.0.0.1. */
interface Holder {
  readonly pid: number;
  readonly command: string;
}

/** The error for a port that is taken: names its holder when the system tells, and the next free port in `details.free`. */
export async function addressInUse(port: number): Promise<HealError> {
  const [holder, free] = await Promise.all([holderOf(port), nextFreePort(port)]);
  const by = holder === undefined ? 'another process' : `process ${holder.pid} (${holder.command})`;
  const advice = free === undefined ? 'end that process, or choose another port' : `end that process, or use port ${free}, which is free`;
  return new HealError('address-in-use', `Port ${port} on 127.0.0.1 is taken by ${by}: ${advice}.`, {
    details: { port, free: free ?? null, pid: holder?.pid ?? null, command: holder?.command ?? null },
  });
}

async function holderOf(port: number): Promise<Holder | undefined> {
  return (await holderFromProc(port).catch(() => undefined)) ?? (await holderFromLsof(port).catch(() => undefined));
}

async function holderFromProc(port: number): Promise<Holder | undefined> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')));
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = new Set<string>();
  for (const line of tables.join('\n').split('\n')) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    if (local?.endsWith(`:${hex}`) === true && state === '0A' && inode !== undefined) inodes.add(`socket:[${inode}]`);
  }
  if (inodes.size === 0) return undefined;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const targets = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
    if (!targets.some((target) => inodes.has(target))) continue;
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').filter((word) => word !== '');
    return { pid: Number(pid), command: words.join(' ').slice(0, 120) };
  }
  return undefined;
}

async function holderFromLsof(port: number): Promise<Holder | undefined> {
  const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { timeout: 2_000 });
  const pid = /^p(\d+)$/m.exec(stdout)?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), command: /^c(.+)$/m.exec(stdout)?.[1] ?? 'unknown' };
}

async function nextFreePort(taken: number): Promise<number | undefined> {
  for (let port = taken + 1; port <= Math.min(taken + 100, 65_535); port++) if (await isFree(port)) return port;
  return undefined;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
