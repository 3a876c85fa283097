import { asHealError } from '#domain/heal-error.ts';
import { asCalled } from '#entry/cli/as-called.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { type Check, missing, unused } from '#entry/cli/doctor/check.ts';
import { checkChannels } from '#entry/cli/doctor/check-channels.ts';
import { checkDetections } from '#entry/cli/doctor/check-detections.ts';
import { checkFolder } from '#entry/cli/doctor/check-folder.ts';
import { checkJournal, checkPolicy } from '#entry/cli/doctor/check-journal.ts';
import { checkEmulator, checkNode, checkPort } from '#entry/cli/doctor/check-machine.ts';
import { checkModel } from '#entry/cli/doctor/check-model.ts';
import { checkAws, checkEngine } from '#entry/cli/doctor/check-world.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { plain, wrap } from '#entry/cli/plain-text.ts';
import { realAccountOptions } from '#entry/cli/real-account-options.ts';
import type { Style } from '#entry/cli/terminal.ts';
import type { EngineOptions } from '#entry/cli/with-engine.ts';
import { realAccount } from '#entry/up/real-account.ts';
import { readUpFile } from '#entry/up/up-file.ts';

/** Checks everything that `up` and the engine need, and says what to do about what is missing. */
export const doctor = defineCommand<EngineOptions>({
  options: realAccountOptions,
  examples: ['doctor', 'doctor --aws --write-role selfheal-write'],
  async run(shell, _, options) {
    const { dataDir, policyFile, terminal, json, self } = shell;
    if (!json) terminal.progress('Looking…');
    const checks = [
      checkNode(),
      await checkEmulator(dataDir),
      await checkPolicy(policyFile),
      await checkDetections(policyFile),
      await checkModel(shell),
      ...(await checkChannels(policyFile, dataDir)),
      await checkFolder(dataDir),
      ...(await checkJournal(dataDir)),
      ...(await checkWorld(dataDir, options)),
    ];
    const healthy = checks.every(({ state }) => state !== 'missing');
    if (json) terminal.printJson({ healthy, checks });
    else for (const check of checks) printCheck({ ...check, says: asCalled(check.says, self) }, terminal);
    return healthy ? exitStatus.done : exitStatus.missing;
  },
});

/** The world of the running `up`, a real account, or whether `up` could start. */
async function checkWorld(dataDir: string, options: EngineOptions): Promise<readonly Check[]> {
  const up = await readUpFile(dataDir);
  if (up === 'starting') return [unused('Engine', 'is just starting: ask again in a few seconds')];
  if (up !== undefined) return [await checkEngine(up), ...(await checkAws(up.world))];
  if (options.aws === true) {
    try {
      return await checkAws(await realAccount(options));
    } catch (error) {
      return [missing('AWS', asHealError(error).message)];
    }
  }
  const ports = await Promise.all([checkPort('Dashboard', 3000, '--port'), checkPort('Sandbox', 4566, '--aws-port')]);
  return [unused('Engine', `does not run in ${dataDir}: start it with "selfheal up"`), ...ports];
}

const signs = { fine: ['✓', 'green'], missing: ['✗', 'red'], unused: ['–', 'yellow'] } as const satisfies Record<
  Check['state'],
  readonly [string, Style]
>;
const indent = 15;

function printCheck({ name, state, says }: Check, { print, paint, width }: Shell['terminal']): void {
  const [sign, style] = signs[state];
  for (const [index, line] of says
    .split('\n')
    .flatMap((part) => wrap(plain(part), width - indent))
    .entries())
    print(index === 0 ? `${paint(style, sign)} ${name.padEnd(indent - 2)}${line}` : ' '.repeat(indent) + line);
}
