import { readDocuments } from '#adapters/files/documents.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { printSummary } from '#entry/cli/outcome.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { realAccountOptions } from '#entry/cli/real-account-options.ts';
import { type FileTally, newTally, tallyText } from '#entry/cli/story/file-tally.ts';
import { type AtWork, type EngineOptions, withEngine } from '#entry/cli/with-engine.ts';
import { incidentSummary } from '#entry/views/incident-view.ts';
import { receptionView } from '#entry/views/reception-view.ts';
import { type Reception, receive } from '#flow/receive.ts';

/** Sends events from files through the whole loop and drives what they opened to its end. */
export const ingest = defineCommand<EngineOptions>({
  arguments: [['<file...>', 'files or folders with events (JSON, JSON lines, gzip, CloudTrail log files), or - for standard input']],
  options: realAccountOptions,
  examples: ['ingest events.jsonl', 'ingest cloudtrail/ --json', 'ingest - < event.json'],
  async run(shell, files, options) {
    return withEngine(shell, options, 'private-sandbox', async (work) => {
      const taken = await takeFiles(files, work, shell);
      if (!shell.json) {
        for (const [file, tally] of taken.files) shell.terminal.print(`${plain(file)}: ${tallyText(tally)}`);
        if (taken.files.size === 0) shell.terminal.print('No events.');
      }
      for (const id of taken.opened) {
        const summary = incidentSummary(await work.outcome(id));
        if (!shell.json) printSummary(summary, shell.terminal);
      }
      return taken.unreadable ? exitStatus.no : exitStatus.done;
    });
  },
});

interface Taken {
  readonly files: ReadonlyMap<string, FileTally>;
  /** Incidents, in the order in which they were opened. */
  readonly opened: ReadonlySet<string>;
  readonly unreadable: boolean;
}

const atOnce = 16;

/** Takes in a bounded number of documents at once and tells of them in the order in which they were read. */
async function takeFiles(paths: readonly string[], { receiving }: AtWork, { terminal, json }: Shell): Promise<Taken> {
  const files = new Map<string, FileTally>();
  const opened = new Set<string>();
  const queue: Promise<() => void>[] = [];
  let unreadable = false;
  let read = 0;

  const tell = (file: string, line: number, receptions: readonly Reception[]): void => {
    const tally = files.get(file) ?? newTally();
    files.set(file, tally);
    for (const reception of receptions) {
      tally.count(reception);
      if (reception.became === 'opened') opened.add(reception.incident);
      if (json) terminal.printJson({ file, line, ...receptionView(reception) });
    }
    read += 1;
    if (read % 100 === 0) terminal.progress(`${read} documents read, ${opened.size} incidents opened…`);
  };
  const complain = (error: HealError): void => {
    unreadable = true;
    terminal.notice(json ? JSON.stringify(error) : `selfheal: ${plain(error.message)}`);
  };
  const next = async (): Promise<void> => (await queue.shift())?.();

  for (const path of paths) {
    for await (const found of readDocuments(path)) {
      if ('error' in found) queue.push(Promise.resolve(() => complain(found.error)));
      else {
        const { document, file, line } = found;
        const failed = (thrown: unknown): (() => void) => {
          const { code, message, retry, details, cause } = asHealError(thrown);
          const where = `${file}:${line}: not taken in: ${message}`;
          return () => complain(new HealError(code, where, { retry, details: { ...details, file, line }, cause }));
        };
        queue.push(receive(document, Date.now(), false, receiving).then((receptions) => () => tell(file, line, receptions), failed));
      }
      if (queue.length >= atOnce) await next();
    }
  }
  while (queue.length > 0) await next();
  return { files, opened, unreadable };
}
