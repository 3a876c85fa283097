import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { duration } from '#entry/cli/durations.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { terminalLog } from '#entry/cli/log.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { printWrapped } from '#entry/cli/terminal.ts';
import type { Drill } from '#entry/drill/drill.ts';
import { scenarioLine } from '#entry/drill/scenario-line.ts';

export const drill = defineCommand({
  arguments: [['[scenario...]', 'only these scenarios (default: all)']],
  examples: ['drill', 'drill ec2-ssh-opened dynamodb-table-deleted', 'drill --json'],
  async run(shell, only) {
    const { drill: run } = await import('#entry/drill/drill.ts');
    shell.terminal.progress('Starting a fresh sandbox…');
    const result = await run({
      only,
      log: terminalLog(shell.terminal),
      progress(scenario, done, total) {
        if (shell.json) shell.terminal.progress(`${done} of ${total}: ${scenario.id}`);
        else for (const line of scenarioLine(scenario, shell.terminal)) shell.terminal.print(line);
      },
    });
    if (shell.json) shell.terminal.printJson(result);
    else printSummary(result, shell);
    return result.healed === result.total && result.harmed === 0 ? exitStatus.done : exitStatus.no;
  },
});

function printSummary({ scenarios, healed, harmed, total, p50Ms, p95Ms, engineP50Ms, engineP95Ms }: Drill, { terminal }: Shell): void {
  const left = scenarios.length - total;
  terminal.print();
  terminal.print(`${healed} of ${total} went right, ${harmed} harmed${left === 0 ? '' : `, ${left} not exercised`}.`);
  if (p50Ms === null || p95Ms === null) return;
  terminal.print(`Received to verified: half within ${duration(p50Ms)}, 95 % within ${duration(p95Ms)}.`);
  terminal.print(
    `Of that the engine:   half within ${duration(engineP50Ms ?? 0)}, 95 % within ${duration(engineP95Ms ?? 0)}; the rest is AWS.`,
  );
  for (const { id, harm } of scenarios) for (const each of harm) printWrapped(`harm in ${id}: ${plain(each)}`, terminal);
}
