import type { Json } from '#domain/json.ts';
import { siteOf } from '#flow/look.ts';
import { changesBetween } from './changes-text.ts';
import { defineCollector } from './define-collector.ts';

/** What differs from the last good state that the recorder has. */
export const recordedState = defineCollector({
  kind: 'configuration',
  source: 'selfheal recorder',
  reads: [],
  share: 0.5,
  limitBytes: 8_192,
  appliesTo: ({ state, incident }) => state !== undefined && incident.action !== undefined,
  async collect({ state, incident: { resource, action, signal }, tools: { cloud } }) {
    const { type, id } = resource;
    const recorded = await cloud.reader(siteOf(resource)).recorded({ type, id, ...(action === undefined ? {} : { action: action.id }) });
    if (recorded === undefined || state === undefined) return [];
    const { changes, text } = changesBetween(withoutRecord(recorded), withoutRecord(state));
    if (changes.length === 0) return [{ what: 'It is as it was when its good state was last recorded', at: signal.at }];
    return [{ what: `Against its last recorded good state: ${text}`, at: signal.at, data: { changes: [...changes] } }];
  },
});

/** Some states hold what was recorded beside what is. */
const withoutRecord = (state: Json): Json =>
  typeof state === 'object' && state !== null && 'recorded' in state ? { ...state, recorded: undefined } : state;
