import { systemClock } from '#adapters/memory/clock.ts';
import { type ByOptions, byOption } from '#entry/cli/by-option.ts';
import { defineCommand } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { openJournal } from '#entry/cli/journal.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { printWrapped } from '#entry/cli/terminal.ts';
import { stoppedBy, stop as stopWrites } from '#flow/stop.ts';

/** Stops all writes of every engine on this journal. */
export const stop = defineCommand<ByOptions>({
  options: [byOption],
  examples: ['stop', 'stop --by "night shift"'],
  async run({ dataDir, terminal, json, user, self }, _, { by = user }) {
    const store = openJournal(dataDir);
    const tools = { store, clock: systemClock };
    const already = await stoppedBy(tools);
    // Also then: it comes back when nothing is being sent any more.
    await stopWrites(by, tools);
    await store.close();
    if (json) terminal.printJson({ stopped: true, by: already ?? by });
    else {
      const said =
        already === undefined
          ? 'Stopped: no write is sent from now on, rollbacks included. What was half done ends escalated and says so.'
          : `Already stopped by ${already}.`;
      printWrapped(plain(said), terminal);
      terminal.print(`Go on with:  ${self} resume`);
    }
    return exitStatus.done;
  },
});
