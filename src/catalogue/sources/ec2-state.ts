import { defineSource } from '#catalogue/define-source.ts';
import { canonical, sha256 } from '#domain/json.ts';
import { isArray, objectAt, textAt } from './fields.ts';
import { placeOfEvent, timeOf } from './place-of.ts';
import { namedResource, resourceRef } from './resource-name.ts';

/** What EC2 says when an instance changes its state, whoever or whatever did it. */
export const ec2State = defineSource({
  id: 'ec2-state',
  title: 'Amazon EC2: instance state changes',
  sample: {
    version: '0',
    id: '0f3c0b7a-53a3-4b6e-9f0a-2c6f0c8a9d15',
    'detail-type': 'EC2 Instance State-change Notification',
    source: 'aws.ec2',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc1234def567890'],
    detail: { 'instance-id': 'i-0abc1234def567890', state: 'stopped' },
  },
  recognises: (document) => document['detail-type'] === 'EC2 Instance State-change Notification',
  read(event, receivedAt) {
    const detail = objectAt(event, 'detail');
    const place = placeOfEvent(event, 'an EC2 state change');
    if ('because' in place) return { event, findings: [], drops: [place] };
    const listed = isArray(event['resources']) ? event['resources'][0] : undefined;
    const instance = textAt(detail, 'instance-id') ?? (typeof listed === 'string' ? listed : '');
    const found = namedResource('AWS::EC2::Instance', instance);
    if (found === undefined)
      return { event, findings: [], drops: [{ because: 'no-resource', detail: 'an EC2 state change without an instance id' }] };
    const finding = {
      id: textAt(event, 'id') ?? sha256(canonical(event)).slice(0, 32),
      title: `EC2 instance ${found.id} is ${textAt(detail, 'state') ?? 'in an unknown state'}`,
      at: timeOf(receivedAt, textAt(event, 'time')),
      resource: resourceRef(
        {
          type: found.type,
          id: found.id,
          arn: found.arn ?? `arn:${place.partition}:ec2:${place.region}:${place.account}:instance/${found.id}`,
        },
        place,
      ),
    };
    return { event, findings: [finding], drops: [] };
  },
});
