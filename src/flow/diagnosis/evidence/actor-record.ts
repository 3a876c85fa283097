import { defineCollector } from './define-collector.ts';
import { countedEnds, pastIncidents } from './past-incident.ts';
import { plural } from './plural.ts';

const dayMs = 24 * 60 * 60_000;

/** What else the same actor caused here within a day, by our own record: it is newer than CloudTrail's history, which lags by minutes. */
export const actorRecord = defineCollector({
  kind: 'actor-calls',
  source: 'selfheal ledger',
  reads: [],
  share: 0.5,
  limitBytes: 4_096,
  appliesTo: ({ incident: { signal } }) => signal.actor?.arn !== undefined,
  async collect({ incident: { signal }, inAccount }) {
    const arn = signal.actor?.arn;
    const theirs = (await inAccount()).filter((each) => each.signal.actor?.arn === arn && each.signal.at >= signal.at - dayMs);
    const [newest] = theirs;
    if (newest === undefined) return [];
    return [
      {
        what: `${arn} caused ${plural(theirs.length, 'other incident')} within a day: ${countedEnds(theirs)}; the newest is "${newest.title}" on ${newest.resource.id}`,
        at: newest.openedAt,
        ...(theirs.length === 1 ? {} : { data: [...pastIncidents(theirs)] }),
      },
    ];
  },
});
