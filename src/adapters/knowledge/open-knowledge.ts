import type { HealError } from '#domain/heal-error.ts';
import type { Knowledge, Passage, Runbook, SearchOptions } from '#ports/knowledge.ts';
import { refused } from './runbook-file.ts';
import { type RunbookShelf, runbookShelf } from './runbook-shelf.ts';
import type { RunbookSource } from './runbook-source.ts';
import { searchIndex } from './search-index.ts';

/** Knowledge with what only its owner needs: which files are refused, as of the last look. */
export interface OpenKnowledge extends Knowledge {
  refused(): readonly HealError[];
}

export interface KnowledgeOptions {
  /** Read once. */
  readonly ours: RunbookSource;
  /** Places of the user, by name; asked and looked at anew each time, because people edit. */
  own(): ReadonlyMap<string, RunbookSource>;
  knowsAction(id: string): boolean;
}

interface Assembled {
  readonly parts: readonly (readonly Runbook[])[];
  readonly runbooks: readonly Runbook[];
  readonly twice: readonly HealError[];
  search?(query: string, options: SearchOptions): readonly Passage[];
}

/** Opens nothing yet: files are read at the first question, the index is built at the first search. */
export function openKnowledge({ ours, own, knowsAction }: KnowledgeOptions): OpenKnowledge {
  const ourShelf = runbookShelf(ours, knowsAction);
  const shelves = new Map<string, RunbookShelf>();
  let ourLook: ReturnType<RunbookShelf['look']> | undefined;
  let current: Assembled | undefined;
  let bad: readonly HealError[] = [];

  async function look(): Promise<Assembled> {
    ourLook ??= ourShelf.look().catch((error: unknown) => {
      ourLook = undefined;
      throw error;
    });
    const places = [...own()].map(([name, source]) => {
      const shelf = shelves.get(name) ?? runbookShelf(source, knowsAction);
      shelves.set(name, shelf);
      return shelf;
    });
    const looks = await Promise.all([ourLook, ...places.map((shelf) => shelf.look())]);
    const parts = looks.map(({ runbooks }) => runbooks);
    if (current === undefined || current.parts.length !== parts.length || current.parts.some((part, index) => part !== parts[index]))
      current = assembled(parts);
    bad = [...looks.flatMap((each) => each.refused), ...current.twice];
    return current;
  }

  return {
    refused: () => bad,
    runbooks: async () => (await look()).runbooks,
    async search(query, options) {
      const found = await look();
      found.search ??= searchIndex(found.runbooks);
      return found.search(query, options);
    },
  };
}

/** Ours come first: a runbook of the user cannot take the place of one of ours, and with it what that one forbids. */
function assembled(parts: Assembled['parts']): Assembled {
  const byId = new Map<string, Runbook>();
  const twice: HealError[] = [];
  for (const runbook of parts.flat()) {
    const { id, file } = runbook;
    if (!byId.has(id)) byId.set(id, runbook);
    else twice.push(refused(file, [`${file}: there is a runbook ${id} already; give this one another name`]));
  }
  return { parts, runbooks: [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)), twice };
}
