import { loadPolicy } from '#config/load-policy.ts';
import type { Mode } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { makeFolder } from '#entry/cli/make-folder.ts';
import { accountId, wholeNumber } from '#entry/cli/read-option.ts';
import { alreadyUp, upText } from '#entry/cli/story/up-text.ts';
import { type RealAccount, realAccount } from '#entry/up/real-account.ts';
import { type Supervised, supervise, type Told } from '#entry/up/supervise.ts';
import { readUpFile } from '#entry/up/up-file.ts';
import { takeUpLock } from '#entry/up/up-lock.ts';

interface Options extends RealAccount {
  readonly port: number;
  readonly awsPort: number;
  readonly demo: boolean;
  readonly aws?: boolean;
}

const port = wholeNumber(0, 65_535);

/** Starts everything and stays until it is told to end. */
export const up = defineCommand<Options>({
  options: [
    { flags: '--port <port>', what: 'of the dashboard and the API; 0 takes any', read: port, default: 3000 },
    { flags: '--aws-port <port>', what: 'of the sandbox; 0 takes any', read: port, default: 4566 },
    { flags: '--no-demo', what: 'an empty sandbox, without the demo account' },
    { flags: '--aws', what: 'take a real account instead of the sandbox; dry run unless the policy says otherwise' },
    { flags: '--region <region>', what: 'with --aws: the home region (default: the one of your AWS configuration)' },
    { flags: '--account <id>', what: 'with --aws: the account (default: the one of your credentials)', read: accountId },
    { flags: '--read-role <name>', what: 'with --aws: the role to read with (default: your credentials)' },
    { flags: '--write-role <name>', what: 'with --aws: the role to write with (default: none, nothing can be written)' },
  ],
  examples: ['up', 'up --port 3001 --aws-port 4567', 'up --aws --region eu-central-1 --read-role selfheal-read'],
  async run(shell, _, options) {
    const { dataDir, policyFile } = shell;
    const { policy } = await loadPolicy(policyFile);
    await makeFolder(dataDir);
    const lock = takeUpLock(dataDir);
    if (lock === undefined) return tellRunning(shell);
    try {
      if (options.aws === true) shell.terminal.progress('Asking AWS who you are…');
      const on: Supervised['on'] = options.aws === true ? { world: await realAccount(options) } : options;
      await supervise({ ...shell, port: options.port, on }, told(shell, policy.mode), shell.interrupted).catch((error: unknown) => {
        throw withAdvice(error, options.port, shell.self);
      });
      if (!shell.json) shell.terminal.notice('Stopped.');
      return exitStatus.done;
    } finally {
      lock.release();
    }
  },
});

async function tellRunning({ dataDir, terminal, json }: Shell): Promise<0> {
  const running = await readUpFile(dataDir);
  if (json) terminal.printJson(running === 'starting' ? null : (running ?? null));
  else terminal.print(alreadyUp(running, dataDir));
  return exitStatus.done;
}

function told({ terminal, json, self, interrupted }: Shell, mode: Mode | undefined): Told {
  let progress = 'Starting…';
  terminal.progress(progress);
  interrupted.addEventListener('abort', () => terminal.notice('Stopping…'), { once: true });
  return {
    progress(line) {
      progress = line;
      terminal.progress(progress);
    },
    ready(running, sandbox) {
      if (json) terminal.printJson(running);
      else terminal.print(upText(running, { demo: sandbox?.demo ?? undefined, self, mode, paint: terminal.paint }));
    },
    notice: (line) => terminal.notice(line),
  };
}

/** A port that is taken: says which option takes a free one. */
function withAdvice(error: unknown, dashboard: number, self: string): unknown {
  if (!(error instanceof HealError) || error.code !== 'address-in-use') return error;
  const { port: taken, free } = error.details ?? {};
  if (typeof free !== 'number') return error;
  const option = taken === dashboard ? '--port' : '--aws-port';
  return new HealError(error.code, `${error.message} Run "${self} up ${option} ${free}".`, {
    details: { ...error.details, option },
    cause: error,
  });
}
