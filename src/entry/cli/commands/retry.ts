import { type ByOptions, claimOption } from '#entry/cli/by-option.ts';
import { defineCommand } from '#entry/cli/command.ts';
import { join } from '#entry/cli/join.ts';
import { outcomeOf, printOutcome, runningEngine, statusFor } from '#entry/cli/outcome.ts';
import { isUp } from '#entry/up/up-lock.ts';
import { calling } from '#flow/approval/person.ts';
import { retry as retryIncident } from '#flow/people.ts';

/** Starts an escalated incident again from a fresh diagnosis and waits for what comes of it. */
export const retry = defineCommand<ByOptions>({
  arguments: [['<id>', 'the incident, which is escalated']],
  options: [claimOption],
  examples: ['retry inc-01k9…'],
  async run(shell, [id = ''], { by }) {
    const { engine } = await join(shell);
    const { tools } = engine;
    await retryIncident(id, calling(by, shell.user, 'cli'), { ...tools, driver: runningEngine });
    const incident = await outcomeOf(id, tools.store, shell, () => isUp(shell.dataDir));
    printOutcome(incident, shell);
    await engine.close();
    return statusFor(incident, 'healed', 'already-healthy', 'logged', 'simulated');
  },
});
