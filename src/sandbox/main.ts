import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { startSandbox } from './sandbox.ts';

/**
 * The sandbox as a child process: `node main.ts --data DIR [--port 4566] [--empty] [--iam]`. Prints one JSON line on stdout when it is ready;
 * when it cannot start, or the emulator ends, `{"error": …}` and status 3. Ends when its stdin closes (its parent ended, in whatever way) or on SIGTERM; the emulator ends with it.
 */
async function main(): Promise<void> {
  const started = performance.now();
  const { port, data, empty, iam } = options();
  const sandbox = await startSandbox({ port, demo: !empty, iam, dataDir: data, progress: (line) => process.stderr.write(`${line}\n`) });
  const { endpoint, emulatorUrl, emulatorPid, keys, demo } = sandbox;
  const milliseconds = Math.round(performance.now() - started);
  const ready = { endpoint, emulatorUrl, pid: process.pid, emulatorPid, keys: keys ?? null, demo: demo ?? null, milliseconds };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await sandbox.ended;
  throw new HealError(
    'emulator-failed',
    `The AWS emulator (process ${emulatorPid}) ended, and everything in it is gone: start the sandbox again.`,
  );
}

function options(): { readonly port: number; readonly data: string; readonly empty: boolean; readonly iam: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4566' },
        data: { type: 'string' },
        empty: { type: 'boolean', default: false },
        iam: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port must be between 0 and 65535, not ${values.port}`);
    if (values.data === undefined) throw new Error('--data DIR is missing');
    return { port, data: values.data, empty: values.empty, iam: values.iam };
  } catch (cause) {
    throw new HealError('bad-input', `The sandbox was started wrongly: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      cause,
    });
  }
}

/** Ends at once: the emulator's own lifeline closes with this process. */
const end = (): never => process.exit(0);
process.once('SIGTERM', end).once('SIGINT', end);
createInterface({ input: process.stdin }).once('close', end);

main().catch((error: unknown) => {
  process.stdout.write(`${JSON.stringify({ error: asHealError(error) })}\n`, () => process.exit(3));
});
