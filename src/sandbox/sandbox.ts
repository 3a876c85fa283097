import { randomBytes } from 'node:crypto';
import { type DemoAccount, type Keys, seedDemoAccount } from './demo-account.ts';
import type { Progress } from './find-python.ts';
import type { LambdaHandler } from './lambda-handlers.ts';
import { type Emulator, startEmulator } from './launcher.ts';
import { type Proxy, startProxy } from './proxy.ts';

export interface SandboxOptions {
  /** Of the endpoint; 0 takes any free port. */
  readonly port?: number;
  /** Seeds the demo account. */
  readonly demo: boolean;
  /** Readies the emulator for judging IAM policies; `judge(true)` switches it on. */
  readonly iam?: boolean;
  readonly dataDir: string;
  readonly handlers?: Readonly<Record<string, LambdaHandler>>;
  readonly progress?: Progress;
}

/** An AWS on this machine: the endpoint to call, and what was seeded. */
export interface Sandbox {
  /** Calls here are recorded and make events. */
  readonly endpoint: string;
  /** Calls here are not recorded: for the set-up of tests. */
  readonly emulatorUrl: string;
  readonly emulatorPid: number;
  /** Of the demo account: a person's, and the engine's. */
  readonly keys: { readonly user: Keys; readonly engine: Keys } | undefined;
  readonly demo: DemoAccount | undefined;
  readonly proxy: Proxy;
  /** Resolves when the emulator has ended, and with it everything that was in the account. */
  readonly ended: Promise<void>;
  /** Judges every call by the caller's policies from now on, or stops doing so; needs `iam`. */
  judge(on: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the proxy, the emulator behind it, and seeds it. Throws `address-in-use`, `emulator-missing` or `emulator-failed`, and leaves nothing behind then. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const token = randomBytes(16).toString('hex');
  const { promise: emulatorUrl, resolve } = Promise.withResolvers<string>();
  const { handlers, progress, dataDir, iam = false } = options;
  const proxy = await startProxy({
    port: options.port ?? 4566,
    upstream: emulatorUrl,
    token,
    ...(handlers === undefined ? {} : { handlers }),
  });
  let emulator: Emulator | undefined;
  try {
    emulator = await startEmulator({
      port: 0,
      proxyPort: proxy.port,
      iam,
      dataDir,
      token,
      ...(progress === undefined ? {} : { progress }),
    });
    const demo = options.demo ? await seedDemoAccount(emulator.url) : undefined;
    resolve(emulator.url);
    return sandbox(proxy, emulator, demo);
  } catch (error) {
    await Promise.all([proxy.close(), emulator?.stop()]);
    throw error;
  }
}

function sandbox(proxy: Proxy, emulator: Emulator, demo: DemoAccount | undefined): Sandbox {
  return {
    endpoint: proxy.url,
    emulatorUrl: emulator.url,
    emulatorPid: emulator.pid,
    keys: demo?.keys,
    demo,
    proxy,
    ended: emulator.ended,
    judge: emulator.judge,
    async stop() {
      await Promise.all([proxy.close(), emulator.stop()]);
    },
  };
}
