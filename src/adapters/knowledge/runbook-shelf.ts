import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Runbook } from '#ports/knowledge.ts';
import { readRunbook, refused } from './runbook-file.ts';
import type { RunbookSource } from './runbook-source.ts';

/** The runbooks of one source, as they were when it was last looked at. */
export interface RunbookShelf {
  /** Reads the files that changed. Throws HealError `bad-runbook` when the source cannot be read. */
  look(): Promise<Shelved>;
}

export interface Shelved {
  /** The same array as before when nothing changed. */
  readonly runbooks: readonly Runbook[];
  readonly refused: readonly HealError[];
}

interface KnownFile {
  readonly mark: string;
  readonly runbook: Runbook | undefined;
  readonly refused: HealError | undefined;
}

/** A bad file is refused and the rest load; what a file said before it became bad stays, because it may forbid something. */
export function runbookShelf(source: RunbookSource, knowsAction: (id: string) => boolean): RunbookShelf {
  let files: ReadonlyMap<string, KnownFile> = new Map();
  let shelved: Shelved = { runbooks: [], refused: [] };
  return {
    async look() {
      const before = files;
      const listed = await source.list();
      const now = await Promise.all(
        listed.map(async ({ name, mark }) => {
          const known = before.get(name);
          return [name, known?.mark === mark ? known : { mark, ...(await read(name, known?.runbook)) }] as const;
        }),
      );
      const same = now.length === before.size && now.every(([name, file]) => before.get(name) === file);
      if (same) return shelved;
      files = new Map(now);
      shelved = {
        runbooks: now.flatMap(([, { runbook }]) => runbook ?? []),
        refused: now.flatMap(([, file]) => file.refused ?? []),
      };
      return shelved;
    },
  };

  async function read(name: string, before: Runbook | undefined): Promise<Omit<KnownFile, 'mark'>> {
    const file = source.address(name);
    try {
      return { runbook: readRunbook(await source.read(name), file, { id: name.replace(/\.md$/, ''), knowsAction }), refused: undefined };
    } catch (thrown) {
      const error = asHealError(thrown);
      const said = error.code === 'bad-runbook' ? error : refused(file, [`${file}: it cannot be read: ${error.message}`], thrown);
      if (before === undefined) return { runbook: undefined, refused: said };
      const { code, message, details, cause } = said;
      return {
        runbook: before,
        refused: new HealError(code, `${message}\n${file}: the version before stays in force`, { details, cause }),
      };
    }
  }
}
