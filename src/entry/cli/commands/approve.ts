import { type ByOptions, byOption } from '#entry/cli/by-option.ts';
import { defineCommand } from '#entry/cli/command.ts';
import { join } from '#entry/cli/join.ts';
import { incidentOf } from '#entry/cli/journal.ts';
import { outcomeOf, printOutcome, runningEngine, statusFor } from '#entry/cli/outcome.ts';
import { callLine } from '#entry/cli/story/call-line.ts';
import { printIndented } from '#entry/cli/terminal.ts';
import { isUp } from '#entry/up/up-lock.ts';
import { answer } from '#flow/people.ts';

/** Says yes to the plan on the table and waits for what comes of it. */
export const approve = defineCommand<ByOptions>({
  arguments: [['<id>', 'the incident']],
  options: [byOption],
  examples: ['approve inc-01k9…', 'approve inc-01k9… --by dave'],
  async run(shell, [id = ''], { by = shell.user }) {
    const { engine } = await join(shell);
    const { tools } = engine;
    const { plan } = await incidentOf(tools.store, id);
    await answer(
      id,
      'approve',
      { name: by, channel: 'cli' },
      { ...tools, driver: runningEngine },
      plan === undefined ? {} : { planHash: plan.hash },
    );
    if (!shell.json) for (const call of plan?.rounds.flat() ?? []) printIndented(`approved ${callLine(call)}`, shell.terminal);
    const incident = await outcomeOf(id, tools.store, shell, () => isUp(shell.dataDir));
    printOutcome(incident, shell);
    await engine.close();
    return statusFor(incident, 'healed', 'already-healthy');
  },
});
