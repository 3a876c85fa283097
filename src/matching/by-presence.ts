import type { AskedPath } from './asked.ts';
import type { Placed } from './decision-tree.ts';

/** So many candidates are tried one by one before it pays to look which paths an event has at all. */
const mostTried = 24;

/** Candidates by a path that an event must have for them, the rarest that each asks for; those that no path tells apart are left. */
export function byPresence(
  open: readonly Placed[],
  behind: readonly AskedPath[],
): { readonly groups: ReadonlyMap<AskedPath, readonly Placed[]>; readonly others: readonly Placed[] } {
  const none = { groups: new Map<AskedPath, Placed[]>(), others: open };
  if (open.length <= mostTried) return none;
  const needed = open.map(({ candidate }) =>
    candidate.fields.flatMap(({ field, path }) => (field.leaf.absent || behind.includes(path) ? [] : [path])),
  );
  const asked = new Map<AskedPath, number>();
  for (const path of needed.flat()) asked.set(path, (asked.get(path) ?? 0) + 1);
  const groups = new Map<AskedPath, Placed[]>();
  const others: Placed[] = [];
  for (const [index, placed] of open.entries()) {
    const [rarest] = (needed[index] ?? []).toSorted((one, other) => (asked.get(one) ?? 0) - (asked.get(other) ?? 0));
    if (rarest === undefined || (asked.get(rarest) ?? 0) * 2 > open.length) others.push(placed);
    else groups.set(rarest, [...(groups.get(rarest) ?? []), placed]);
  }
  return open.length - others.length > mostTried ? { groups, others } : none;
}
