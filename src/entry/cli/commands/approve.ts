import type { IncidentDocument } from '#domain/incident.ts';
import { type ByOptions, claimOption } from '#entry/cli/by-option.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { type ExitStatus, exitStatus } from '#entry/cli/exit-status.ts';
import { join } from '#entry/cli/join.ts';
import { incidentOf } from '#entry/cli/journal.ts';
import { outcomeOf, printOutcome, runningEngine, statusFor } from '#entry/cli/outcome.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { type PlanOptions, planMeant, planOption } from '#entry/cli/plan-option.ts';
import { callLine } from '#entry/cli/story/call-line.ts';
import { printIndented } from '#entry/cli/terminal.ts';
import { isUp } from '#entry/up/up-lock.ts';
import { calling } from '#flow/approval/person.ts';
import { answer } from '#flow/people.ts';
import type { Engine } from '#worlds/engine.ts';

/** Says yes to the plan on the table and waits for what comes of it. */
export const approve = defineCommand<ByOptions & PlanOptions>({
  arguments: [['<id>', 'the incident']],
  options: [planOption, claimOption],
  examples: ['approve inc-01k9…', 'approve inc-01k9… --plan 3f9a01c2 --by dave'],
  async run(shell, [id = ''], { by, plan: named }) {
    const { engine } = await join(shell);
    const { tools } = engine;
    const present = await incidentOf(tools.store, id);
    const planHash = planMeant(present, named);
    const said = await answer(
      id,
      'approve',
      calling(by, shell.user, 'cli'),
      { ...tools, driver: runningEngine },
      planHash === undefined ? {} : { planHash },
    );
    if (said.answer === undefined) return firstYes(said, shell, engine);
    if (!shell.json) for (const call of present.plan?.rounds.flat() ?? []) printIndented(`approved ${callLine(call)}`, shell.terminal);
    const incident = await outcomeOf(id, tools.store, shell, () => isUp(shell.dataDir));
    printOutcome(incident, shell);
    await engine.close();
    return statusFor(incident, 'healed', 'already-healthy');
  },
});

/** One yes of several is recorded; the question stays open. */
async function firstYes(incident: IncidentDocument, shell: Shell, engine: Engine): Promise<ExitStatus> {
  if (!shell.json)
    shell.terminal.print(plain(`Your yes is recorded. It still takes a yes of ${incident.heard?.wants ?? 'somebody else'}.`));
  printOutcome(incident, shell);
  await engine.close();
  return exitStatus.done;
}
