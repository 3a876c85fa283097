import type { AskedField, AskedPath } from './asked.ts';
import { byPresence } from './by-presence.ts';
import { choosePath, usableClues } from './choose-path.ts';

/** One branch of a rule; `position` is the rule's. The fields are in the order of their paths. */
export type Candidate = { readonly fields: readonly AskedField[]; readonly position: number };

/** A candidate where it stands in the tree, and in how many places it stands in all. */
export type Placed = { readonly candidate: Candidate; readonly copies: number };

/**
 * What is left to find out at a point of the tree: an event goes on from a switch by each clue that it shows at its path, and candidates
 * that no switch tells apart are tried one by one. So an event reaches few candidates, however many there are.
 */
export type Decision = {
  readonly switches: readonly Switch[];
  /** What follows from an event's having a path at all; within these, paths are not looked for again. */
  readonly present: ReadonlyMap<AskedPath, Decision>;
  readonly tries: readonly Candidate[];
  /** The paths of the switches that lead here. */
  readonly behind: readonly AskedPath[];
};
export type Switch = { readonly path: AskedPath; readonly byClue: ReadonlyMap<number, Decision> };

/** Compiles candidates to a tree; `behind` are the paths that are decided. */
export function decisionTree(candidates: readonly Placed[], behind: readonly AskedPath[] = [], seeksPaths = true): Decision {
  const switches: Switch[] = [];
  let open = candidates;
  for (let path = choosePath(open, behind); path !== undefined; path = choosePath(open, behind)) {
    const { byClue, others } = distribute(open, path);
    const nowBehind = [...behind, path];
    switches.push({ path, byClue: new Map([...byClue].map(([clue, group]) => [clue, decisionTree(group, nowBehind, seeksPaths)])) });
    open = others;
  }
  const { groups, others } = seeksPaths ? byPresence(open, behind) : { groups: new Map(), others: open };
  const present = new Map([...groups].map(([path, group]) => [path, decisionTree(group, behind, false)]));
  return { switches, present, tries: others.map(({ candidate }) => candidate), behind };
}

function distribute(open: readonly Placed[], path: AskedPath) {
  const byClue = new Map<number, Placed[]>();
  const others: Placed[] = [];
  for (const placed of open) {
    const { candidate, copies } = placed;
    const field = candidate.fields.find((one) => one.path === path);
    const clues = field === undefined ? undefined : usableClues(field, placed);
    if (clues === undefined) others.push(placed);
    for (const clue of clues ?? []) {
      const group = byClue.get(clue) ?? [];
      byClue.set(clue, group);
      group.push({ candidate, copies: copies * (clues?.length ?? 1) });
    }
  }
  return { byClue, others };
}
