import type { Signal } from '#domain/signal.ts';
import type { Match } from '#ports/catalogue.ts';
import { askingOnce } from './asking-once.ts';
import { look } from './look.ts';
import type { Tools } from './tools.ts';

/** A finding may mean several conditions of its resource: those that are there become incidents, or when none is, the first. */
export async function whatIsTrue(
  found: readonly Match[],
  { resource }: Signal,
  tools: Pick<Tools, 'catalogue' | 'cloud'>,
): Promise<readonly Match[]> {
  const meanings = Map.groupBy(found, ({ detection, remedy }) => `${detection.id}|${remedy?.action}`);
  if ([...meanings.values()].every(({ length }) => length === 1)) return found;
  const cloud = askingOnce(tools.cloud);
  const isThere = async ({ remedy }: Match): Promise<boolean> => {
    const action = remedy === undefined ? undefined : await tools.catalogue.action(remedy.action);
    return action !== undefined && (await look(action.with(remedy?.params ?? {}), resource, { cloud })).seen === 'wrong';
  };
  const kept = await Promise.all(
    [...meanings.values()].map(async (each) => {
      if (each.length === 1) return each;
      const seen = await Promise.all(each.map(isThere));
      const there = each.filter((_, position) => seen[position]);
      return there.length === 0 ? each.slice(0, 1) : there;
    }),
  );
  return kept.flat();
}
