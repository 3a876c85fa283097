import { changesBetween } from './changes-text.ts';
import { defineCollector } from './define-collector.ts';
import { moment } from './trail-calls.ts';

/** What differs from the state in which our last incident with the same action left the resource. */
export const lastHeal = defineCollector({
  kind: 'configuration',
  source: 'selfheal ledger',
  reads: [],
  share: 0.5,
  limitBytes: 8_192,
  appliesTo: ({ state, incident }) => state !== undefined && incident.action !== undefined,
  async collect({ state, incident, onResource, tools: { blobs } }) {
    const last = (await onResource()).find(({ stage, action }) => stage === 'healed' && action?.id === incident.action?.id);
    if (last?.verification?.state === undefined || state === undefined) return [];
    const { changes, text } = changesBetween(await blobs.get(last.verification.state), state);
    const { at } = last.verification;
    const what = changes.length === 0 ? 'it is the same now' : `since then: ${text}`;
    return [{ what: `${last.id} left it healed at ${moment(at)}; ${what}`, at, data: { incident: last.id, changes: [...changes] } }];
  },
});
