import { asHealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { look, siteOf } from '#flow/look.ts';
import type { Tools } from '#flow/tools.ts';
import type { Ruled } from './rules.ts';

const withinMs = 3_000;
const mostLooks = 24;

type Candidate = Ruled['candidates'][number];

/** The candidates, and after them every other action of this type of resource that finds this resource wrong now. Reads only; what cannot be read is no candidate. */
export async function withOthersWrongHere(
  { resource }: Pick<IncidentDocument, 'resource'>,
  candidates: readonly Candidate[],
  tools: Pick<Tools, 'catalogue' | 'cloud' | 'clock' | 'log'>,
): Promise<Candidate[]> {
  const { catalogue, log } = tools;
  const known = new Set(candidates.map(({ action }) => action));
  const others = (await catalogue.actions()).filter(({ id, resource: type }) => type === resource.type && !known.has(id));
  const looks = others.flatMap((action) => action.from(resource).map((params) => ({ action, params }))).slice(0, mostLooks);
  const found = new Map<string, string>();
  const looking = looks.map(async ({ action, params }) => {
    try {
      const sight = await look(action.with(params), resource, tools);
      if (sight.seen === 'wrong') found.set(action.id, sight.wrong);
    } catch (error) {
      log.debug(`${action.id} could not look at ${resource.id}: ${asHealError(error).message}`, { site: siteOf(resource).account });
    }
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, withinMs);
  });
  await Promise.race([Promise.all(looking), late]);
  clearTimeout(timer);
  // In the catalogue's order, however the answers came in.
  const more = others.flatMap(({ id }) => {
    const why = found.get(id);
    return why === undefined ? [] : [{ action: id, why }];
  });
  return [...candidates, ...more.map((candidate, index) => ({ id: `c${candidates.length + index + 1}`, ...candidate }))];
}
