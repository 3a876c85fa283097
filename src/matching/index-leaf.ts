import type { Branch } from './branches.ts';
import type { Scalar } from './json-kinds.ts';

/** Where a branch is entered in the index: an event can only match it if it has one of these values at that path. */
export type IndexLeaf = { readonly path: string; readonly values: readonly Scalar[] };

/** How many branches ask for a path, and for each value there. */
type Demand = ReadonlyMap<string, { readonly total: number; readonly byValue: ReadonlyMap<Scalar, number> }>;

/** Up to this many branches that share a value cost less to run than one more path costs to look up in every event. */
const fewBranches = 4;

/**
 * Chooses for each branch its rarest exact leaf, the one that the fewest branches share; between leaves that are rare enough the path
 * that most branches use, so that few paths are looked up in an event. `undefined` for a branch without an exact leaf.
 */
export function chooseIndexLeaves(branches: readonly Branch[]): readonly (IndexLeaf | undefined)[] {
  const demand = countDemand(branches);
  return branches.map((branch) => {
    let best: (IndexLeaf & { readonly shared: number; readonly popularity: number }) | undefined;
    for (const { path, leaf } of branch.fields) {
      const count = demand.get(path);
      if (leaf.exact === undefined || count === undefined) continue;
      const sharers = leaf.exact.reduce<number>((sum, value) => sum + (count.byValue.get(value) ?? 0), 0);
      const shared = Math.max(sharers, fewBranches);
      const popularity = count.total;
      if (best === undefined || shared < best.shared || (shared === best.shared && popularity > best.popularity)) {
        best = { path, values: leaf.exact, shared, popularity };
      }
    }
    return best === undefined ? undefined : { path: best.path, values: best.values };
  });
}

function countDemand(branches: readonly Branch[]): Demand {
  const demand = new Map<string, { total: number; byValue: Map<Scalar, number> }>();
  for (const { path, leaf } of branches.flatMap(({ fields }) => fields)) {
    if (leaf.exact === undefined) continue;
    const count = demand.get(path) ?? { total: 0, byValue: new Map<Scalar, number>() };
    demand.set(path, count);
    count.total++;
    for (const value of new Set(leaf.exact)) count.byValue.set(value, (count.byValue.get(value) ?? 0) + 1);
  }
  return demand;
}
