import type { ScriptedCloud } from '#testkit/scripted-cloud.ts';
import type { Planted } from './planted.ts';
import { carelessLines, carelessText } from './secrets.ts';

/** What an engineer would look at besides: the actor's calls, alarms and logs, each with texts of strangers. */
export function surrounded(cloud: ScriptedCloud, plant: Planted, id: string): ScriptedCloud {
  const record = {
    eventName: 'PutBucketPolicy',
    userAgent: plant.text('user-agent'),
    errorCode: 'AccessDenied',
    errorMessage: plant.text('error-message'),
  };
  return cloud
    .on('cloudtrail', 'lookupEvents', () => ({
      Events: [
        {
          EventId: 'b0e7b5a2-0000-4000-8000-000000000001',
          EventName: 'PutBucketPolicy',
          EventTime: new Date('2026-11-20T02:50:00Z'),
          EventSource: 's3.amazonaws.com',
          Username: 'alice',
          Resources: [],
          CloudTrailEvent: JSON.stringify({
            ...record,
            requestParameters: { name: id, note: `${plant.text('user-agent')} ${carelessText}` },
          }),
        },
      ],
    }))
    .on('cloudwatch', 'describeAlarms', () => ({
      MetricAlarms: [
        {
          AlarmName: 'web-1-status',
          AlarmDescription: plant.text('alarm-description'),
          StateValue: 'ALARM' as const,
          StateReason: carelessText,
          StateUpdatedTimestamp: new Date('2026-11-20T02:59:00Z'),
          Dimensions: [{ Name: 'Resource', Value: id }],
        },
      ],
      CompositeAlarms: [],
    }))
    .on('cloudwatch', 'getMetricData', () => ({ MetricDataResults: [] }))
    .on('logs', 'filterLogEvents', () => ({
      events: [
        { message: `ERROR ${plant.text('log-line')}`, timestamp: Date.parse('2026-11-20T02:55:00Z') },
        { message: `AccessDenied: ${plant.text('error-message')}`, timestamp: Date.parse('2026-11-20T02:55:01Z') },
        { message: `ERROR ${carelessText}`, timestamp: Date.parse('2026-11-20T02:55:01Z') },
        ...carelessLines.map((message) => ({ message, timestamp: Date.parse('2026-11-20T02:55:02Z') })),
      ],
    }));
}
