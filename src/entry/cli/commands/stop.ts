import { systemClock } from '#adapters/memory/clock.ts';
import { type ByOptions, byOption } from '#entry/cli/by-option.ts';
import { defineCommand } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { openJournal } from '#entry/cli/journal.ts';
import { stop as stopWrites } from '#flow/stop.ts';

/** Stops all writes of every engine on this journal. */
export const stop = defineCommand<ByOptions>({
  options: [byOption],
  examples: ['stop', 'stop --by "night shift"'],
  async run({ dataDir, terminal, json, user, self }, _, { by = user }) {
    const store = openJournal(dataDir);
    const already = await stopWrites(by, { store, clock: systemClock });
    await store.close();
    if (json) terminal.printJson({ stopped: true, by: already ?? by });
    else
      terminal.print(
        already === undefined
          ? `Stopped: no write is sent from now on, rollbacks included. What was half done ends escalated and says so. Go on with: ${self} resume`
          : `Already stopped by ${already}. Go on with: ${self} resume`,
      );
    return exitStatus.done;
  },
});
