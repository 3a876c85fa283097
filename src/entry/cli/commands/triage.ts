import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDocuments } from '#adapters/files/documents.ts';
import { isObject, textAt } from '#catalogue/sources/fields.ts';
import { unwrap } from '#catalogue/unwrap.ts';
import { loadPolicy } from '#config/load-policy.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { openJournal } from '#entry/cli/journal.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { newTriageTally, triageLines } from '#entry/cli/story/triage-lines.ts';
import { type TriageView, triageView } from '#entry/views/triage-view.ts';
import { type Scoring, scoreEvent } from '#flow/diagnosis/score-event.ts';
import { newHabits } from '#flow/habits/habits.ts';
import type { Store } from '#ports/store.ts';
import { catalogueOf } from '#worlds/catalogue-of.ts';

/** Scores every event of files, one line each and in their order; changes nothing. Habits last for the run. */
export const triage = defineCommand({
  arguments: [
    ['<file...>', 'files or folders with events (JSON, JSON lines, labelled or not, gzip, CloudTrail log files), or - for standard input'],
  ],
  examples: ['triage cloudtrail/', 'triage events.jsonl --json', 'triage - < event.json'],
  async run({ terminal, json, dataDir, policyFile }, files) {
    const { catalogue, refused } = await catalogueOf(policyFile);
    for (const { message } of refused()) terminal.notice(`selfheal: ${plain(message)}`);
    const { policy } = await loadPolicy(policyFile);
    const scoring: Scoring = { catalogue, policy, habits: newHabits((signal) => catalogue.repetitions(signal)) };
    const store = existsSync(join(dataDir, 'journal.db')) ? openJournal(dataDir) : undefined;
    const tally = newTriageTally();
    let unreadable = false;
    const complain = (error: HealError): void => {
      unreadable = true;
      terminal.notice(json ? JSON.stringify(error) : `selfheal: ${plain(error.message)}`);
    };

    for (const path of files)
      for await (const found of readDocuments(path)) {
        if ('error' in found) complain(found.error);
        else
          for await (const view of viewsOf(found, { scoring, store, complain })) {
            tally.count(view);
            print(view, { terminal, json });
            if (tally.events % 1_000 === 0) terminal.progress(`${tally.events} events scored…`);
          }
      }
    if (!json) terminal.print(tally.text());
    await store?.close();
    return unreadable ? exitStatus.no : exitStatus.done;
  },
});

interface Work {
  readonly scoring: Scoring;
  readonly store: Store | undefined;
  complain(error: HealError): void;
}

/** A log file or a delivery holds many events: each has its own line, and one that cannot be scored leaves the others alone. */
async function* viewsOf(
  { document, file, line }: { readonly document: Json; readonly file: string; readonly line: number },
  { scoring, store, complain }: Work,
): AsyncGenerator<TriageView> {
  const told = (message: string, cause?: unknown): void =>
    complain(
      new HealError('bad-input', `${file}:${line}: ${message}`, { details: { file, line }, ...(cause === undefined ? {} : { cause }) }),
    );
  const row = labelled(document, scoring.catalogue);
  for (const part of unwrap(row?.event ?? document)) {
    if ('drop' in part) {
      told(part.drop.detail);
      continue;
    }
    try {
      const scored = await scoreEvent(part.document, scoring);
      const view = await triageView(part.document, scored, { store, otherwise: `${file}:${line}` });
      yield row?.id === undefined ? view : { ...view, id: row.id };
    } catch (thrown) {
      told(`not scored: ${asHealError(thrown).message}`, thrown);
    }
  }
}

/** A line of a labelled set: its event stands under `event` or `log`, beside what people say about it; its own id tells lines apart that tell of one event. */
function labelled(
  document: Json,
  catalogue: Scoring['catalogue'],
): { readonly event: JsonObject; readonly id: string | undefined } | undefined {
  if (!isObject(document)) return undefined;
  const event = [document['event'], document['log']].find(isObject);
  if (event === undefined) return undefined;
  const { signals, drops } = catalogue.parse(document, 0, { trusted: false });
  if (signals.length > 0 || drops.some(({ because }) => because !== 'unknown-source')) return undefined;
  return { event, id: textAt(document, 'id') };
}

function print(view: TriageView, { terminal, json }: Pick<Shell, 'terminal' | 'json'>): void {
  if (json) {
    const { what: _, ...shown } = view;
    terminal.print(JSON.stringify(shown));
  } else for (const line of triageLines(view, terminal)) terminal.print(line);
}
