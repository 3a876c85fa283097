import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoAccount, Keys } from '#sandbox/demo-account.ts';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';

/** A running sandbox with the demo account, and the settings of a client that is its user. */
export interface DemoSandbox {
  readonly sandbox: Sandbox;
  readonly demo: DemoAccount;
  readonly client: { readonly endpoint: string; readonly region: string; readonly credentials: Keys; readonly maxAttempts: number };
  stop(): Promise<void>;
}

/** Starts it on any free port, with a data folder of its own. */
export async function startDemoSandbox(): Promise<DemoSandbox> {
  const dataDir = await mkdtemp(join(tmpdir(), 'selfheal-sandbox-'));
  const sandbox = await startSandbox({ port: 0, demo: true, dataDir });
  const { demo } = sandbox;
  if (demo === undefined) throw new Error('the sandbox has no demo account');
  return {
    sandbox,
    demo,
    client: { endpoint: sandbox.endpoint, region: demo.region, credentials: demo.keys.user, maxAttempts: 1 },
    async stop() {
      await sandbox.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
