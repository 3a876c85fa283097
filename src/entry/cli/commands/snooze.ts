import { heardOf } from '#domain/question.ts';
import { type ByOptions, claimOption } from '#entry/cli/by-option.ts';
import { defineCommand } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { join } from '#entry/cli/join.ts';
import { printOutcome, runningEngine } from '#entry/cli/outcome.ts';
import { wholeNumber } from '#entry/cli/read-option.ts';
import { printIndented } from '#entry/cli/terminal.ts';
import { calling } from '#flow/approval/person.ts';
import { snooze as putOff } from '#flow/people.ts';

interface Options extends ByOptions {
  readonly minutes: number;
}

/** Puts a question off: it is asked again, and never stands longer than the policy allows. */
export const snooze = defineCommand<Options>({
  arguments: [['<id>', 'the incident']],
  options: [{ flags: '--minutes <n>', what: 'when to ask again', read: wholeNumber(1, 10_080), default: 15 }, claimOption],
  examples: ['snooze inc-01k9…', 'snooze inc-01k9… --minutes 60'],
  async run(shell, [id = ''], { by, minutes }) {
    const { engine } = await join(shell);
    const tools = { ...engine.tools, driver: runningEngine };
    const incident = await putOff(id, minutes, calling(by, shell.user, 'cli'), tools);
    printOutcome(incident, shell);
    const until = heardOf(incident)?.snoozed?.until;
    if (!shell.json && until !== undefined)
      printIndented(`it is asked again at ${new Date(until).toISOString().slice(11, 16)} UTC`, shell.terminal);
    await engine.close();
    return exitStatus.done;
  },
});
