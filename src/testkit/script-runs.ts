import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Runs one module text in several processes at once, each with its own number as first argument; gives back what each printed. */
export function scriptRuns(count: number, module: string, ...args: readonly string[]): Promise<readonly string[]> {
  return Promise.all(Array.from({ length: count }, (_, n) => scriptRun(module, [String(n), ...args])));
}

function scriptRun(module: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', module, '--', ...args], {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 30_000,
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve(Buffer.concat(out).toString())
        : reject(new Error(`a process ended with status ${code}: ${Buffer.concat(err).toString()}`)),
    );
  });
}

/** Runs one module text in a process and kills it (SIGKILL) as soon as it has printed this many lines; gives back how many it printed. */
export function killedScript(afterLines: number, module: string, ...args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', module, '--', '0', ...args], {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 30_000,
    });
    let lines = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      lines += chunk.toString().split('\n').length - 1;
      if (lines >= afterLines) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (code, signal) =>
      signal === 'SIGKILL' ? resolve(lines) : reject(new Error(`the process ended by itself: ${code}, ${signal}`)),
    );
  });
}
