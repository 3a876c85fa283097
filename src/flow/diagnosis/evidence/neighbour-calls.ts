import { defineCollector } from './define-collector.ts';
import { callText } from './resource-calls.ts';
import { known } from './scene.ts';
import { changeData, fullPage, trailCalls, windowAround } from './trail-calls.ts';

const hourMs = 60 * 60_000;
const told = 2;

/** Who changed what it depends on most, within the hour before: CloudTrail answers two questions a second, so one neighbour must do. */
export const neighbourCalls = defineCollector({
  kind: 'changes',
  source: 'cloudtrail LookupEvents',
  reads: [{ service: 'cloudtrail', operation: 'lookupEvents' }],
  share: 0.9,
  limitBytes: 6_144,
  appliesTo: ({ around, incident }) => around.look !== undefined && incident.class === 'failure',
  async collect({ found, incident, tools }, { here, global }) {
    const [neighbour] = (await known(found))?.neighbours ?? [];
    if (neighbour === undefined) return [];
    const ask = neighbour.type.startsWith('AWS::IAM::') ? global : here;
    const page = await ask('cloudtrail', 'lookupEvents', {
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: neighbour.id.split('/').at(-1) ?? neighbour.id }],
      ...windowAround(incident.signal.at, hourMs),
      MaxResults: fullPage,
    });
    const writes = trailCalls(page, incident, tools).filter(({ readOnly }) => !readOnly);
    if (writes.length === 0) return [];
    return [
      {
        what: `${neighbour.id} (${neighbour.as}) was changed around that time: ${writes.slice(0, told).map(callText).join('; ')}`,
        at: writes[0]?.at ?? incident.signal.at,
        data: { neighbour: { ...neighbour }, calls: writes.map(changeData) },
      },
    ];
  },
});
