import { resourceKey } from '#domain/resource-ref.ts';
import { defineCollector } from './define-collector.ts';
import { countedEnds, pastIncidents } from './past-incident.ts';
import { plural } from './plural.ts';
import { known, neighbourRef } from './scene.ts';

const mostNeighbours = 6;
const dayMs = 24 * 60 * 60_000;

/** Incidents of ours on its neighbours within a day. */
export const neighbourRecord = defineCollector({
  kind: 'changes',
  source: 'selfheal ledger',
  reads: [],
  share: 0.75,
  limitBytes: 4_096,
  appliesTo: ({ around }) => around.look !== undefined,
  async collect({ found, incident: { resource, openedAt }, tools: { store } }) {
    const neighbours = ((await known(found))?.neighbours ?? []).slice(0, mostNeighbours);
    const pages = await Promise.all(
      neighbours.map(({ type, id }) =>
        store.incidents({ by: 'resource', resource: resourceKey(neighbourRef(resource, type, id)) }, { limit: 2 }),
      ),
    );
    const incidents = pages.flatMap(({ items }) => items).filter((each) => each.openedAt > openedAt - dayMs);
    const [first] = incidents;
    if (first === undefined) return [];
    return [
      {
        what: `Its neighbours had ${plural(incidents.length, 'incident')} within a day (${countedEnds(incidents)}): "${first.title}" on ${first.resource.id}`,
        at: first.openedAt,
        data: [...pastIncidents(incidents)],
      },
    ];
  },
});
