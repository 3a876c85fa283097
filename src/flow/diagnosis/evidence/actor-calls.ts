import type { Actor } from '#domain/signal.ts';
import { defineCollector } from './define-collector.ts';
import { plural } from './plural.ts';
import { actorCallData, counted, fullPage, orMore, trailCalls, windowAround } from './trail-calls.ts';

const hourMs = 60 * 60_000;

/** What CloudTrail can look the actor up by: one session, else a user's name. */
function keyOf({
  type,
  arn,
  accessKey,
  session,
}: Actor): { readonly AttributeKey: 'AccessKeyId' | 'Username'; readonly AttributeValue: string } | undefined {
  if (type === 'IAMUser' && arn !== undefined) return { AttributeKey: 'Username', AttributeValue: arn.split('/').at(-1) ?? arn };
  if (accessKey !== undefined) return { AttributeKey: 'AccessKeyId', AttributeValue: accessKey };
  if (session !== undefined) return { AttributeKey: 'Username', AttributeValue: session };
  return type === 'Root' ? { AttributeKey: 'Username', AttributeValue: 'root' } : undefined;
}

/** What else the actor did in the hour before. */
export const actorCalls = defineCollector({
  kind: 'actor-calls',
  source: 'cloudtrail LookupEvents',
  reads: [{ service: 'cloudtrail', operation: 'lookupEvents' }],
  share: 0.75,
  limitBytes: 8_192,
  appliesTo: ({ incident: { signal } }) => signal.actor !== undefined && keyOf(signal.actor) !== undefined,
  async collect({ incident, tools }, { here }) {
    const { signal } = incident;
    const key = signal.actor === undefined ? undefined : keyOf(signal.actor);
    if (key === undefined) return [];
    const page = await here('cloudtrail', 'lookupEvents', {
      LookupAttributes: [key],
      ...windowAround(signal.at, hourMs),
      MaxResults: fullPage,
    });
    const who = signal.actor?.arn ?? key.AttributeValue;
    const calls = trailCalls(page, incident, tools);
    if (calls.length === 0) return [{ what: `CloudTrail tells of no other call of ${who} within the hour before`, at: signal.at }];
    const refused = calls.flatMap(({ failed }) => failed ?? []);
    return [
      {
        what:
          `${who} made ${plural(calls.length, 'other call', orMore(page))} around that time: ${counted(calls.map(({ call }) => call))}` +
          (refused.length === 0 ? '' : `; ${refused.length} failed: ${counted(refused, 2)}`),
        at: calls[0]?.at ?? signal.at,
        data: calls.map(actorCallData),
      },
    ];
  },
});
