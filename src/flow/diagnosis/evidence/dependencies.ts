import { defineCollector } from './define-collector.ts';

const told = 5;

/** What it depends on and what depends on it, and what AWS says of its condition. */
export const dependencies = defineCollector({
  kind: 'dependencies',
  source: ({ source = 'the service itself' }) => source,
  reads: [],
  share: 0.75,
  limitBytes: 6_144,
  appliesTo: ({ around }) => around.look !== undefined,
  async collect({ found, now }) {
    const { neighbours, notes } = (await found()) ?? { neighbours: [], notes: [] };
    if (neighbours.length === 0 && notes.length === 0) return [];
    const text = neighbours.slice(0, told).map(({ id, as }) => `${id} (${as})`);
    const more = neighbours.length > told ? ` and ${neighbours.length - told} more` : '';
    return [
      {
        what: `${text.length === 0 ? 'Nothing is known to depend on it' : `Around it: ${text.join(', ')}${more}`}${notes.length === 0 ? '' : `; it says ${JSON.stringify(notes[0])}`}`,
        at: now,
        data: { neighbours: neighbours.map(({ type, id, as }) => ({ type, id, as })), notes: [...notes] },
      },
    ];
  },
});
