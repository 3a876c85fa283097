import { hasEnded, type IncidentDocument } from '#domain/incident.ts';
import { defineCollector, type Item } from './define-collector.ts';
import { countedEnds, pastIncidents } from './past-incident.ts';
import { plural } from './plural.ts';
import { moment } from './trail-calls.ts';

/** The same condition before, other things on the same resource, the same detection elsewhere in the account; and how each ended. */
export const similarIncidents = defineCollector({
  kind: 'similar',
  source: 'selfheal ledger',
  reads: [],
  share: 0.5,
  limitBytes: 4_096,
  appliesTo: () => true,
  async collect({ incident, onResource, inAccount }) {
    const [here, around] = await Promise.all([onResource(), inAccount()]);
    const same = here.filter(({ fingerprint }) => fingerprint === incident.fingerprint);
    const others = here.filter(({ fingerprint }) => fingerprint !== incident.fingerprint);
    const elsewhere = around.filter(({ detection, resource }) => detection === incident.detection && resource.id !== incident.resource.id);
    const found = [
      told(same, (count) => `This very condition was here ${count === 1 ? 'once' : `${count} times`} before`),
      told(others, (count) => `The resource had ${plural(count, 'other incident')}`),
      withoutData(told(elsewhere, (count) => `The same was found on ${plural(count, 'other resource')} lately`)),
    ].flatMap((item) => item ?? []);
    return found.length > 0 ? found : [{ what: 'Nothing like it is among the incidents that are known here', at: incident.openedAt }];
  },
});

function told(incidents: readonly IncidentDocument[], what: (count: number) => string): Item | undefined {
  const [newest] = incidents;
  if (newest === undefined) return undefined;
  const ended = hasEnded(newest.stage) ? `ended ${newest.stage}` : 'is still open';
  const last = `the last, ${newest.id} of ${moment(newest.openedAt)}, ${ended}: ${newest.why}`;
  return {
    what: `${what(incidents.length)} (${countedEnds(incidents)}); ${last}`,
    at: newest.openedAt,
    data: [...pastIncidents(incidents)],
  };
}

/** The sentence says all that they have to do with this one. */
const withoutData = (item: Item | undefined): Item | undefined => (item === undefined ? undefined : { what: item.what, at: item.at });
