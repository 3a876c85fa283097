import { defineCommand } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { incidentOf, openBlobs, openJournal } from '#entry/cli/journal.ts';
import { story } from '#entry/cli/story/story.ts';
import { incidentDetail } from '#entry/views/incident-view.ts';

/** Tells the whole story of one incident. */
export const show = defineCommand({
  arguments: [['<id>', 'the incident']],
  examples: ['show inc-01k9…', 'show inc-01k9… --json'],
  async run({ dataDir, terminal, json, self }, [id = '']) {
    const store = openJournal(dataDir);
    const detail = await incidentDetail(await incidentOf(store, id), store, await openBlobs(dataDir));
    await store.close();
    if (json) terminal.printJson(detail);
    else terminal.print(story(detail, terminal, self));
    return detail.broken === null ? exitStatus.done : exitStatus.no;
  },
});
