import { defineSource } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { textAt, textsAt } from './fields.ts';
import { ownEvent } from './own-event.ts';
import { listedResources, reading } from './reading.ts';
import { type NamedResource, namedResource } from './resource-name.ts';

/** Where a detail names what it is about; the ARNs beside it tell of the rest. */
const named: readonly (readonly [path: string, type: string])[] = [
  ['instance-id', 'AWS::EC2::Instance'],
  ['ImageId', 'AWS::EC2::Image'],
  ['volume-id', 'AWS::EC2::Volume'],
  ['snapshots.snapshot_id', 'AWS::EC2::Snapshot'],
  ['snapshot_id', 'AWS::EC2::Snapshot'],
];

/** What EC2 and EBS tell besides instance states: volumes, snapshots, images, Spot interruptions and fleets. */
export const ec2Notification = defineSource({
  id: 'ec2-notification',
  title: 'Amazon EC2 and EBS: volume, snapshot, image, Spot and fleet notifications',
  sample: {
    version: '0',
    id: '1d2e3f40-5162-4738-94a5-b6c7d8e9f001',
    'detail-type': 'EBS Snapshot Notification',
    source: 'aws.ec2',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:ec2::eu-west-1:snapshot/snap-0abc1234def567890'],
    detail: {
      event: 'createSnapshot',
      result: 'failed',
      cause: 'Source snapshot is not accessible',
      'request-id': '',
      snapshot_id: 'arn:aws:ec2::eu-west-1:snapshot/snap-0abc1234def567890',
      source: 'arn:aws:ec2::eu-west-1:volume/vol-0abc1234def567890',
      startTime: '2026-11-20T08:58:00Z',
      endTime: '2026-11-20T08:59:58Z',
    },
  },
  recognises: (document) => {
    const type = ownEvent(document, 'ec2', 'ec2fleet', 'ec2spotfleet');
    return type !== undefined && type !== 'EC2 Instance State-change Notification';
  },
  read(event, receivedAt) {
    const what = textAt(event, 'detail-type') ?? '';
    const said = ['event', 'sub-type', 'State', 'result', 'instance-action', 'cause'].flatMap(
      (field) => textAt(event, 'detail', field) ?? [],
    );
    return reading(event, receivedAt, {
      what,
      title: [what, said.join(' ')].filter((part) => part !== '').join(': '),
      found: resourcesOf(event),
      at: [textAt(event, 'detail', 'endTime')],
    });
  },
});

/** A fleet that launches an instance speaks about itself, and so it lists itself; a volume lists its key too. */
function resourcesOf(event: JsonObject): readonly NamedResource[] {
  const every = listedResources(event);
  const ofEc2 = every.filter(({ type }) => type.startsWith('AWS::EC2::'));
  const listed = ofEc2.length > 0 ? ofEc2 : every;
  if (listed.length > 0 && event['source'] !== 'aws.ec2') return listed;
  const found = named.flatMap(([path, type]) => textsAt(event['detail'], path).flatMap((text) => namedResource(type, text) ?? []));
  return found.length > 0 ? found : listed;
}
