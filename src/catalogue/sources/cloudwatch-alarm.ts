import { defineSource } from '#catalogue/define-source.ts';
import { canonical, type JsonObject, sha256 } from '#domain/json.ts';
import { alarmEvent } from './alarm-event.ts';
import { dataPointsOf } from './data-points.ts';
import { isArray, isObject, objectAt, textAt } from './fields.ts';
import { type Place, placeOfEvent, timeOf } from './place-of.ts';
import { isAccount, type NamedResource, namedResource, resourceRef } from './resource-name.ts';
import { resourceOfMetric } from './resource-of-metric.ts';

/** CloudWatch alarms that changed their state: about the resource that the metric measures, else about the alarm itself. */
export const cloudwatchAlarm = defineSource({
  id: 'cloudwatch-alarm',
  title: 'Amazon CloudWatch: alarm state changes',
  sample: {
    version: '0',
    id: '3b1c46f2-2f86-4c6c-8f5e-4d9d53c0a7e2',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:web-1-status'],
    detail: {
      alarmName: 'web-1-status',
      configuration: {
        description: 'web-1 fails its status checks',
        metrics: [
          {
            id: 'm1',
            metricStat: {
              metric: { namespace: 'AWS/EC2', name: 'StatusCheckFailed_Instance', dimensions: { InstanceId: 'i-0abc1234def567890' } },
              period: 60,
              stat: 'Maximum',
            },
            returnData: true,
          },
        ],
      },
      previousState: { value: 'OK', timestamp: '2026-11-20T08:00:00.000+0000' },
      state: { value: 'ALARM', reason: 'Threshold Crossed: 2 datapoints were greater than 0.0', timestamp: '2026-11-20T08:59:59.000+0000' },
    },
  },
  recognises: (document) => alarmEvent(document) !== undefined,
  read(document, receivedAt, topic) {
    const event = alarmEvent(document, topic) ?? {};
    const [first] = isArray(event['resources']) ? event['resources'] : [];
    const arn = typeof first === 'string' ? first : '';
    const name = textAt(event, 'detail', 'alarmName') ?? arn.split(':alarm:')[1];
    const place = placeOfEvent(event, `alarm ${name ?? 'without a name'}`);
    if ('because' in place) return { event, findings: [], drops: [place] };
    if (name === undefined) return { event, findings: [], drops: [{ because: 'no-resource', detail: 'an alarm without a name' }] };
    const state = textAt(event, 'detail', 'state', 'value') ?? 'UNKNOWN';
    const at = timeOf(receivedAt, textAt(event, 'detail', 'state', 'timestamp'), textAt(event, 'time'));
    const id = sha256(canonical([place.account, place.region, name, state, at])).slice(0, 32);
    const points = dataPointsOf(event);
    const finding = {
      id,
      title: `alarm ${name} is ${state}`,
      at,
      resource: resourceRef(measured(event) ?? alarm(name, arn, place), place),
      ...(points.length === 0 ? {} : { measured: { of: name, points } }),
    };
    return { event: { id, ...event }, findings: [finding], drops: [] };
  },
});

/** The first metric that names a resource; its own account when the alarm watches another one's metrics. */
function measured(event: JsonObject): NamedResource | undefined {
  const metrics = objectAt(event, 'detail', 'configuration')['metrics'];
  for (const metric of isArray(metrics) ? metrics.filter(isObject) : []) {
    const dimensions = Object.entries(objectAt(metric, 'metricStat', 'metric', 'dimensions')).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value] as const] : [],
    );
    const found = resourceOfMetric(textAt(metric, 'metricStat', 'metric', 'namespace') ?? '', Object.fromEntries(dimensions));
    const account = textAt(metric, 'accountId');
    if (found !== undefined) return isAccount(account) ? { account, ...found } : found;
  }
  return undefined;
}

function alarm(name: string, said: string, place: Exclude<Place, { because: string }>): NamedResource {
  const arn = said.includes(':alarm:') ? said : `arn:${place.partition}:cloudwatch:${place.region}:${place.account}:alarm:${name}`;
  return { ...(namedResource('AWS::CloudWatch::Alarm', name) ?? { type: 'AWS::CloudWatch::Alarm', id: name }), arn };
}
