import { defineCollector } from './define-collector.ts';
import { known } from './scene.ts';
import { moment } from './trail-calls.ts';

const told = 3;

/** What was put to work lately: rollouts, versions, launches. */
export const deployments = defineCollector({
  kind: 'changes',
  source: ({ source = 'the service itself' }) => source,
  reads: [],
  share: 0.75,
  limitBytes: 4_096,
  appliesTo: ({ around }) => around.look !== undefined,
  async collect({ found, incident: { signal } }) {
    const all = (await known(found))?.deployments ?? [];
    if (all.length === 0) return [];
    const text = all.slice(0, told).map(({ at, what }) => `${at === undefined ? '' : `${moment(at)} `}${what}`);
    return [
      {
        what: `Put to work last: ${text.join('; ')}`,
        at: all[0]?.at ?? signal.at,
        data: all.map(({ at, what }) => ({ at: at === undefined ? null : moment(at), what })),
      },
    ];
  },
});
