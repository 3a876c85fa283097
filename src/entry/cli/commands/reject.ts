import { type ByOptions, claimOption } from '#entry/cli/by-option.ts';
import { defineCommand } from '#entry/cli/command.ts';
import { join } from '#entry/cli/join.ts';
import { outcomeOf, printOutcome, runningEngine, statusFor } from '#entry/cli/outcome.ts';
import { isUp } from '#entry/up/up-lock.ts';
import { calling } from '#flow/approval/person.ts';
import { answer } from '#flow/people.ts';

interface Options extends ByOptions {
  readonly reason?: string;
}

/** Says no to the plan on the table. */
export const reject = defineCommand<Options>({
  arguments: [['<id>', 'the incident']],
  options: [{ flags: '--reason <text>', what: 'why, for the ledger' }, claimOption],
  examples: ['reject inc-01k9… --reason "the partner needs it open until Friday"'],
  async run(shell, [id = ''], { by, reason }) {
    const { engine } = await join(shell);
    const { tools } = engine;
    await answer(id, 'reject', calling(by, shell.user, 'cli'), { ...tools, driver: runningEngine }, reason === undefined ? {} : { reason });
    const incident = await outcomeOf(id, tools.store, shell, () => isUp(shell.dataDir));
    printOutcome(incident, shell);
    await engine.close();
    return statusFor(incident, 'rejected');
  },
});
