import { systemClock } from '#adapters/memory/clock.ts';
import { type ByOptions, byOption } from '#entry/cli/by-option.ts';
import { defineCommand } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { openJournal } from '#entry/cli/journal.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { resume as resumeWrites } from '#flow/stop.ts';

/** Takes the stop away. */
export const resume = defineCommand<ByOptions>({
  options: [byOption],
  examples: ['resume'],
  async run({ dataDir, terminal, json, user }, _, { by = user }) {
    const store = openJournal(dataDir);
    const stoppedBy = await resumeWrites(by, { store, clock: systemClock });
    await store.close();
    if (json) terminal.printJson({ stopped: false, stoppedBy: stoppedBy ?? null, by });
    else terminal.print(plain(stoppedBy === undefined ? 'Nothing was stopped.' : `Writes are sent again; ${stoppedBy} had stopped them.`));
    return exitStatus.done;
  },
});
