import type { AskedField, AskedPath } from './asked.ts';
import type { Placed } from './decision-tree.ts';

/** A candidate with several lists of values would stand in the tree once for each combination; it is not split further than this. */
const mostCopies = 64;

/** The clues by which a candidate is told apart from others at a field; undefined when there are none, or too many besides earlier ones. */
export function usableClues({ clues }: AskedField, { copies }: Placed): readonly number[] | undefined {
  return clues !== undefined && (copies === 1 || copies * clues.length <= mostCopies) ? clues : undefined;
}

/** What reading a path and looking its value up costs, in candidates tried; as measured with `bench/triage.ts`. */
const priceOf = ({ segments }: AskedPath): number => 3 + segments.length;

type Demand = { candidates: number; asked: number; readonly clues: Set<number> };

/**
 * Chooses the path at which a switch spares the most trying: of `n` different clues asked for there, an event is taken to show one, or
 * something else, each as likely. Undefined when to try all costs no more than to look any path up.
 */
export function choosePath(open: readonly Placed[], behind: readonly AskedPath[]): AskedPath | undefined {
  if (open.length <= fewest) return undefined;
  const demand = new Map<AskedPath, Demand>();
  for (const placed of open) {
    for (const field of placed.candidate.fields) {
      const clues = usableClues(field, placed);
      if (clues === undefined || behind.includes(field.path)) continue;
      const at = demand.get(field.path) ?? { candidates: 0, asked: 0, clues: new Set() };
      demand.set(field.path, at);
      at.candidates++;
      at.asked += clues.length;
      for (const clue of clues) at.clues.add(clue);
    }
  }
  let best: AskedPath | undefined;
  let most = 0;
  for (const [path, { candidates, asked, clues }] of demand) {
    const spared = candidates - asked / (clues.size + 1) - priceOf(path);
    if (spared > most) {
      best = path;
      most = spared;
    }
  }
  return best;
}

/** So few candidates are always tried. */
const fewest = 4;
