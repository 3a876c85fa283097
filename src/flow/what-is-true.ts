import { asHealError } from '#domain/heal-error.ts';
import { type ResourceRef, resourceKey } from '#domain/resource-ref.ts';
import type { Signal } from '#domain/signal.ts';
import type { Match } from '#ports/catalogue.ts';
import { askingOnce } from './asking-once.ts';
import { look, siteOf } from './look.ts';
import type { Tools } from './tools.ts';

/** A finding may mean several conditions of its resource, or several resources of an account: those that are there become incidents, or when none is, the first. */
export async function whatIsTrue(
  matched: readonly Match[],
  { resource }: Signal,
  tools: Pick<Tools, 'catalogue' | 'cloud'>,
): Promise<readonly Match[]> {
  const found = (await Promise.all(matched.map((match) => inAccount(match, resource, tools)))).flat();
  const meanings = Map.groupBy(
    found,
    ({ detection, remedy, resource: about = resource }) => `${detection.id}|${remedy?.action}|${resourceKey(about)}`,
  );
  if ([...meanings.values()].every(({ length }) => length === 1)) return found;
  const cloud = askingOnce(tools.cloud);
  const isThere = async ({ remedy, resource: about = resource }: Match): Promise<boolean> => {
    const action = remedy === undefined ? undefined : await tools.catalogue.action(remedy.action);
    return action !== undefined && (await look(action.with(remedy?.params ?? {}), about, { cloud })).seen === 'wrong';
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

/** So many incidents one finding may open; what is left the finding's next report brings. */
const mostOfOneFinding = 50;

/** What a finding that is filed under an account means there. When AWS cannot be asked, it stays with the account: shown, and nothing is done. */
async function inAccount(
  match: Match,
  account: ResourceRef,
  { catalogue, cloud }: Pick<Tools, 'catalogue' | 'cloud'>,
): Promise<readonly Match[]> {
  if (match.among === undefined) return [match];
  const { among, ...shown } = match;
  const action = await catalogue.action(among.action);
  const find = action?.inAccount(among.finding);
  if (action === undefined || find === undefined) return [shown];
  try {
    const meant = await find(cloud.reader(siteOf(account)));
    return meant.slice(0, mostOfOneFinding).flatMap((resource) =>
      action.meantBy(among.finding, resource).map((given) => {
        const { params, condition } = action.with(given);
        return { detection: match.detection, resource, remedy: { action: action.id, params, condition } };
      }),
    );
  } catch (error) {
    if (asHealError(error).retry !== 'never') throw error;
    return [shown];
  }
}
