import { defineCollector } from './define-collector.ts';
import { plural } from './plural.ts';
import { changeData, fullPage, moment, orMore, type TrailCall, trailCalls, windowAround } from './trail-calls.ts';

const dayMs = 24 * 60 * 60_000;
const told = 3;

/** Who else changed the resource since the day before. */
export const resourceCalls = defineCollector({
  kind: 'changes',
  source: 'cloudtrail LookupEvents',
  reads: [{ service: 'cloudtrail', operation: 'lookupEvents' }],
  share: 0.75,
  limitBytes: 8_192,
  appliesTo: ({ incident: { resource } }) => resource.type !== 'AWS::::Account',
  async collect({ incident, around, tools }, { here }) {
    const { at } = incident.signal;
    const page = await here('cloudtrail', 'lookupEvents', {
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: around.names[0] }],
      ...windowAround(at, dayMs),
      MaxResults: fullPage,
    });
    const writes = trailCalls(page, incident, tools).filter(({ readOnly }) => !readOnly);
    if (writes.length === 0) return [{ what: 'CloudTrail tells of no other change to it since the day before', at }];
    return [
      {
        what: `${plural(writes.length, 'other change', orMore(page))} to it since the day before: ${writes.slice(0, told).map(callText).join('; ')}${writes.length > told ? '; …' : ''}`,
        at: writes[0]?.at ?? at,
        data: writes.map(changeData),
      },
    ];
  },
});

/** `2026-11-20 03:00:07Z s3:PutBucketPolicy by arn:… (failed: AccessDenied)` */
export const callText = ({ at, call, by, failed, ours }: TrailCall): string =>
  `${moment(at)} ${call} by ${ours === undefined ? by : `Selfheal (${ours})`}${failed === undefined ? '' : ` (failed: ${failed})`}`;
