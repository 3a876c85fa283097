import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { HealError } from '#domain/heal-error.ts';
import { findPython, type Progress } from './find-python.ts';

const shim = fileURLToPath(new URL('./moto_shim.py', import.meta.url));
const startLimitMs = 60_000;

/** A running moto; it ends with this process, however this process ends. */
export interface Emulator {
  readonly url: string;
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason; everything in it is gone then. */
  readonly ended: Promise<void>;
  /** Judges every call by the caller's IAM policies from now on, or stops doing so. Only with `iam: true`. */
  judge(on: boolean): Promise<void>;
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Where moto sends the calls that it makes itself. */
  readonly proxyPort: number;
  /** Makes moto's judging of IAM policies fit for least privilege; `judge(true)` switches it on. */
  readonly iam?: boolean;
  /** Holds the private Python environment, when one is needed. */
  readonly dataDir: string;
  /** Calls that carry this in `x-selfheal-sandbox` are never judged. */
  readonly token?: string;
  readonly progress?: Progress;
}

/** Starts moto on 127.0.0.1 and waits until it answers. Throws `emulator-missing` or `emulator-failed`. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  await mkdir(options.dataDir, { recursive: true });
  const python = await findPython(options.dataDir, options.progress ?? (() => {}));
  const child = spawn(python, [shim, String(options.port)], { stdio: ['pipe', 'pipe', 'pipe'], env: environment(options) });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.splice(0, errors.length, ...errors.slice(-19), line));
  child.stdin.on('error', () => {});
  const url = `http://127.0.0.1:${await listeningPort(child, errors)}`;
  await post(`${url}/moto-api/config`, JSON.stringify({ stepfunctions: { execute_state_machine: true }, lambda: { use_docker: false } }));
  return {
    url,
    pid: child.pid ?? -1,
    ended,
    judge: (on) => post(`${url}/moto-api/reset-auth`, on ? '0' : 'inf'),
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function environment(options: EmulatorOptions): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PYTHONWARNINGS: 'ignore',
    PYTHONDONTWRITEBYTECODE: '1',
    MOTO_PORT: String(options.proxyPort),
    MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
    ...(options.token === undefined ? {} : { SELFHEAL_SANDBOX_TOKEN: options.token }),
    ...(options.iam === true ? { SELFHEAL_SANDBOX_IAM: '1' } : {}),
  };
}

async function listeningPort(child: ChildProcess & { stdout: NodeJS.ReadableStream }, errors: readonly string[]): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const fail = (what: string): void =>
    reject(
      new HealError('emulator-failed', `The AWS emulator (moto) ${what}: ${errors.at(-1) ?? 'it said nothing'}. Run "selfheal doctor".`, {
        details: { stderr: [...errors] },
      }),
    );
  const limit = setTimeout(() => {
    child.kill('SIGKILL');
    fail(`did not answer within ${startLimitMs / 1000} s`);
  }, startLimitMs);
  child.once('error', (error) => fail(`could not be started (${error.message})`));
  child.once('close', (status) => fail(`ended with status ${status} while starting`));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const port = /^ready (\d+)$/.exec(line)?.[1];
    if (port !== undefined) resolve(Number(port));
  });
  return promise.finally(() => clearTimeout(limit));
}

async function post(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!response.ok)
    throw new HealError('emulator-failed', `The AWS emulator refused ${url} with status ${response.status}: ${await response.text()}`);
}
