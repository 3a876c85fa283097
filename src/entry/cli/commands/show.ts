import type { Analysis } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { defineCommand } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { incidentOf, openBlobs, openJournal } from '#entry/cli/journal.ts';
import { story } from '#entry/cli/story/story.ts';
import { isSystemDay, systemDay, systemDayText } from '#entry/cli/story/system-day.ts';
import type { EvidenceView } from '#entry/views/evidence-view.ts';
import { type IncidentDetail, incidentDetail } from '#entry/views/incident-view.ts';
import { rulesRecord } from '#entry/views/rules-record.ts';

interface Options {
  readonly ask?: boolean;
  readonly evidence?: string;
}

/** Tells the whole story of one incident; with `--ask` a model is asked for its opinion first. */
export const show = defineCommand<Options>({
  arguments: [['<id>', 'the incident; or system-<day>, what belongs to none: who stopped all writes, and when']],
  options: [
    { flags: '--ask', what: 'ask the model of the policy for its opinion first; nothing is decided by it' },
    { flags: '--evidence <id>', what: 'one item of its evidence with the data, as JSON' },
  ],
  examples: ['show inc-01k9…', 'show inc-01k9… --json', 'show inc-01k9… --ask', 'show inc-01k9… --evidence e4', 'show system-2026-11-21'],
  async run(shell, [id = ''], { ask = false, evidence }) {
    const { dataDir, terminal, json, self } = shell;
    const store = openJournal(dataDir);
    try {
      if (isSystemDay(id)) {
        const day = await systemDay(id, store);
        if (json) terminal.printJson(day);
        else terminal.print(systemDayText(day, terminal));
        return day.broken === null ? exitStatus.done : exitStatus.no;
      }
      const blobs = await openBlobs(dataDir);
      const incident = await incidentOf(store, id);
      // The catalogue and the runbooks are loaded only where they are asked for.
      const shown = ask
        ? withAnalysis(incident, await (await import('#entry/cli/opinion.ts')).opinion(incident, { store, blobs }, shell))
        : incident;
      const detail = await incidentDetail(shown, store, blobs);
      if (evidence !== undefined) terminal.printJson(itemOf(detail, evidence));
      else if (json) terminal.printJson(detail);
      else terminal.print(story(detail, terminal, self, await rulesRecord(incident, store)));
      return detail.broken === null ? exitStatus.done : exitStatus.no;
    } finally {
      await store.close();
    }
  },
});

function itemOf({ id, evidence }: IncidentDetail, wanted: string): EvidenceView {
  const item = evidence.find((each) => each.id === wanted);
  if (item !== undefined) return item;
  const known = evidence.map((each) => each.id).join(', ') || 'none';
  throw new HealError('not-found', `${id} has no evidence ${wanted}; it has ${known}`);
}

const withAnalysis = (incident: IncidentDocument, analysis: Analysis): IncidentDocument =>
  incident.diagnosis === undefined ? incident : { ...incident, diagnosis: { ...incident.diagnosis, analysis } };
