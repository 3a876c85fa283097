import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { addressInUse } from '#sandbox/port-holder.ts';
import type { Child } from './child.ts';
import { type EngineChild, startEngineChild } from './engine-child.ts';
import { engineLogFile } from './engine-config.ts';
import { restarts } from './restarts.ts';
import { type SandboxReady, sandboxWorld, startSandboxChild } from './sandbox-child.ts';
import { removeUpFile, type UpFile, type World, writeUpFile } from './up-file.ts';

/** What to keep running. */
export interface Supervised {
  readonly dataDir: string;
  readonly policyFile: string;
  /** Of the dashboard; 0 takes any free port. */
  readonly port: number;
  readonly version: string;
  /** A real account, or the sandbox to start. */
  readonly on: { readonly world: World } | { readonly awsPort: number; readonly demo: boolean };
}

/** What the supervisor tells while it works. */
export interface Told {
  /** Something that takes long at the start. */
  progress(line: string): void;
  /** Everything can be used; told again, with other keys, when the sandbox had to be started anew. */
  ready(up: UpFile, sandbox: SandboxReady | undefined): void;
  notice(line: string): void;
}

const engineEndMs = 2_500;
const sandboxEndMs = 1_000;

/** Owns the sandbox and the engine until `ending` aborts: starts them, starts again what ends unexpectedly, ends both. Throws HealError when the first start fails or nothing stays up. */
export async function supervise(options: Supervised, told: Told, ending: AbortSignal): Promise<void> {
  await refuseTakenPort(options.port);
  const asked = new Promise<'asked'>((resolve) => ending.addEventListener('abort', () => resolve('asked'), { once: true }));
  const run: Run = {
    options,
    told,
    ending,
    asked,
    token: randomBytes(24).toString('base64url'),
    restarts: restarts(),
    port: options.port,
    engine: startEngineChild(options.dataDir, told.notice),
    everReady: false,
  };
  try {
    if ('world' in options.on) await keepEngine(run, options.on.world, undefined, new Promise(() => {}));
    else await keepSandbox(run, options.on);
  } finally {
    await removeUpFile(options.dataDir);
    await run.engine?.end(engineEndMs);
    await run.sandbox?.end(sandboxEndMs);
  }
}

interface Run {
  readonly options: Supervised;
  readonly told: Told;
  readonly ending: AbortSignal;
  readonly asked: Promise<'asked'>;
  readonly token: string;
  readonly restarts: ReturnType<typeof restarts>;
  port: number;
  /** Started ahead, so that its code loads while the sandbox starts. */
  engine: EngineChild | undefined;
  sandbox?: Child<SandboxReady>;
  everReady: boolean;
}

/** Sandbox after sandbox, until we are asked to end. */
async function keepSandbox(run: Run, { awsPort, demo }: { readonly awsPort: number; readonly demo: boolean }): Promise<void> {
  const { dataDir } = run.options;
  for (let port = awsPort; !run.ending.aborted; ) {
    run.sandbox = startSandboxChild({ port, dataDir, demo, progress: run.told.progress });
    const ready = await Promise.race([run.sandbox.ready, run.asked]);
    if (ready === 'asked') return;
    port = Number(new URL(ready.endpoint).port);
    const gone = Promise.race([run.sandbox.ended, endOf(ready.emulatorPid, run.ending)]).then((how) => ({ how }));
    const end = await keepEngine(run, sandboxWorld(ready), ready, gone);
    if (end === 'asked') return;
    await Promise.all([run.engine?.end(engineEndMs), run.sandbox.end(0)]);
    run.engine = undefined;
    await pause(run, 'The sandbox', end.how, 'What was in it is gone: it begins anew, with other keys.');
  }
}

type Gone = { readonly how: string };

/** Engine after engine over one world, until that world is gone or we are asked to end. */
async function keepEngine(run: Run, world: World, sandbox: SandboxReady | undefined, gone: Promise<Gone>): Promise<Gone | 'asked'> {
  let told = false;
  while (!run.ending.aborted) {
    const engine = (run.engine ??= startEngineChild(run.options.dataDir, run.told.notice));
    engine.begin({ ...run.options, world, token: run.token, port: run.port });
    const started = await Promise.race([engine.ready, gone, run.asked]).catch((error: unknown) => {
      if (!run.everReady) throw error;
      return { failed: asHealError(error).message };
    });
    if (started === 'asked' || 'how' in started) return started;
    if ('url' in started) {
      run.port = Number(new URL(started.url).port);
      const up = upFile(run, engine.pid, started.url, world, sandbox);
      await writeUpFile(run.options.dataDir, up);
      if (!told) run.told.ready(up, sandbox);
      else run.told.notice('The engine runs again.');
      told = true;
      run.everReady = true;
    }
    const end = await Promise.race([engine.ended, gone, run.asked]);
    if (end === 'asked' || typeof end === 'object') return end;
    run.engine = undefined;
    await pause(run, 'The engine', 'failed' in started ? started.failed : end, 'It goes on from its journal: nothing is lost.');
  }
  return 'asked';
}

async function pause({ restarts: again, told, ending, options }: Run, what: string, how: string, but: string): Promise<void> {
  const delay = again.next(Date.now());
  if (delay === undefined)
    throw new HealError(
      'unexpected',
      `${what} does not stay up (${how}): read ${engineLogFile(options.dataDir)} and run "selfheal doctor".`,
    );
  told.notice(`${what} ended unexpectedly (${how}); starting it again. ${but}`);
  await sleep(delay, undefined, { signal: ending }).catch(() => undefined);
}

function upFile({ options, token }: Run, engine: number, url: string, world: World, sandbox: SandboxReady | undefined): UpFile {
  const { policyFile, version } = options;
  const pids = { supervisor: process.pid, engine, sandbox: sandbox?.pid ?? null, emulator: sandbox?.emulatorPid ?? null };
  return { version, startedAt: new Date().toISOString(), pids, url, token, policyFile, world };
}

/** The emulator is the sandbox's child, not ours: it is looked for once a second. */
async function endOf(pid: number, ending: AbortSignal): Promise<string> {
  while (!ending.aborted && isAlive(pid)) await sleep(1_000, undefined, { signal: ending }).catch(() => undefined);
  return 'its emulator ended';
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Told before anything is started, and not only when the engine comes to it. */
async function refuseTakenPort(port: number): Promise<void> {
  const { promise: free, resolve } = Promise.withResolvers<boolean>();
  const probe = createServer();
  probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
  probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  if (!(await free)) throw await addressInUse(port);
}
