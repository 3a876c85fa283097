import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Child, startChild } from './child.ts';
import type { World } from './up-file.ts';

const script = fileURLToPath(import.meta.resolve('#sandbox/main.ts'));

const Keys = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
const Ready = z.object({
  endpoint: z.string(),
  pid: z.int(),
  emulatorPid: z.int(),
  keys: z.object({ user: Keys, engine: Keys }).nullable(),
  /** What `up` names in its suggestions; the sandbox tells more. */
  demo: z
    .object({
      account: z.string(),
      region: z.string(),
      roles: z.object({ selfhealRead: z.string(), selfhealWrite: z.string() }),
      buckets: z.object({ media: z.string() }),
      instances: z.record(z.string(), z.string()),
    })
    .nullable(),
});
/** What the sandbox says once it can be used. */
export type SandboxReady = Readonly<z.infer<typeof Ready>>;

/** How to start the sandbox. */
export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataDir: string;
  readonly demo: boolean;
  /** Called with what takes long: "Installing moto…". */
  readonly progress: (line: string) => void;
}

/** The sandbox as a process of ours. */
export const startSandboxChild = ({ port, dataDir, demo, progress }: SandboxOptions): Child<SandboxReady> =>
  startChild({
    name: 'The sandbox',
    script,
    args: ['--port', String(port), '--data', dataDir, ...(demo ? [] : ['--empty'])],
    ready: Ready,
    onLine: progress,
  });

/** Without the demo account nobody is known to the emulator: it takes any keys for account 123456789012, and roles need not exist. */
const unknown = {
  user: { accessKeyId: 'test', secretAccessKey: 'test' },
  engine: { accessKeyId: 'selfheal', secretAccessKey: 'selfheal' },
};

/** The sandbox as the engine sees it. */
export const sandboxWorld = ({ endpoint, keys, demo }: SandboxReady): World => ({
  kind: 'sandbox',
  endpoint,
  account: demo?.account ?? '123456789012',
  region: demo?.region ?? 'us-east-1',
  keys: keys ?? unknown,
  readRole: demo?.roles.selfhealRead ?? 'selfheal-read',
  writeRole: demo?.roles.selfhealWrite ?? 'selfheal-write',
  mode: 'autopilot',
});
