import { HealError } from '#domain/heal-error.ts';
import { type ByOptions, claimOption } from '#entry/cli/by-option.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { join } from '#entry/cli/join.ts';
import { incidentOf } from '#entry/cli/journal.ts';
import { outcomeOf, printOutcome, runningEngine, statusFor } from '#entry/cli/outcome.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { callLine } from '#entry/cli/story/call-line.ts';
import { changeLines } from '#entry/cli/story/change-lines.ts';
import { printIndented, printWrapped } from '#entry/cli/terminal.ts';
import { isUp } from '#entry/up/up-lock.ts';
import { type RollbackView, rollbackView } from '#entry/views/rollback-view.ts';
import { calling } from '#flow/approval/person.ts';
import { rollback as rollBack } from '#flow/people.ts';

interface Options extends ByOptions {
  readonly yes?: boolean;
}

/** Shows what undoing a heal restores, asks, and does it. */
export const rollback = defineCommand<Options>({
  arguments: [['<id>', 'the incident, which is healed']],
  options: [{ flags: '-y, --yes', what: 'do not ask' }, claimOption],
  examples: ['rollback inc-01k9…', 'rollback inc-01k9… --yes --by dave'],
  async run(shell, [id = ''], { by, yes }) {
    const { engine } = await join(shell);
    const { tools } = engine;
    const incident = await incidentOf(tools.store, id);
    const view = await rollbackView(incident, tools);
    if (!view.possible) throw new HealError('not-allowed', `Not rolled back: ${view.because ?? 'nobody knows why'}.`);
    if (!shell.json) printRollback(incident.resource.id, view, shell);
    if (yes !== true && !(await agreed(shell))) return exitStatus.no;
    await rollBack(id, calling(by, shell.user, 'cli'), { ...tools, driver: runningEngine });
    const end = await outcomeOf(id, tools.store, shell, () => isUp(shell.dataDir));
    printOutcome(end, shell);
    await engine.close();
    return statusFor(end, 'rolled-back');
  },
});

function printRollback(resource: string, { calls, restores }: RollbackView, { terminal }: Shell): void {
  printWrapped(`Rolling back changes this on ${plain(resource)}:`, terminal);
  for (const line of changeLines(restores, terminal)) terminal.print(`  ${line}`);
  terminal.print(`It sends:`);
  for (const call of calls) printIndented(callLine(call), terminal);
}

async function agreed({ terminal, self }: Shell): Promise<boolean> {
  if (!terminal.interactive) throw new HealError('bad-input', `Nobody is here to ask: say --yes ("${self} rollback ID --yes").`);
  const yes = await terminal.confirm('Roll back?');
  if (!yes) terminal.notice('Nothing was changed.');
  return yes;
}
