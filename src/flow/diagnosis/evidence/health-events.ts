import { defineCollector } from './define-collector.ts';
import { plural } from './plural.ts';
import { moment } from './trail-calls.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const told = 2;

/** Whether AWS itself has trouble with the service here, or has something planned. */
export const healthEvents = defineCollector({
  kind: 'health',
  source: 'health DescribeEvents',
  reads: [{ service: 'health', operation: 'describeEvents' }],
  share: 0.75,
  limitBytes: 4_096,
  appliesTo: ({ around }) => around.healthService !== undefined,
  async collect({ around: { healthService = '' }, incident: { resource, signal } }, { global }) {
    const { events = [] } = await global('health', 'describeEvents', {
      filter: {
        services: [healthService],
        regions: [resource.region, ...(resource.region === 'global' ? [] : ['global'])],
        startTimes: [{ from: new Date(Math.floor((signal.at - dayMs) / hourMs) * hourMs) }],
      },
      maxResults: 20,
    });
    if (events.length === 0)
      return [{ what: `AWS Health tells of nothing about ${healthService} in ${resource.region} since the day before`, at: signal.at }];
    const text = events
      .slice(0, told)
      .map(
        ({ eventTypeCode = 'an event', statusCode = 'unknown', startTime }) =>
          `${eventTypeCode} (${statusCode}${startTime === undefined ? '' : `, since ${moment(startTime.getTime())}`})`,
      );
    return [
      {
        what: `AWS Health tells of ${plural(events.length, 'event')} of ${healthService} in ${resource.region}: ${text.join('; ')}`,
        at: events[0]?.startTime?.getTime() ?? signal.at,
        data: events.map(
          ({
            arn = '',
            eventTypeCode = '',
            eventTypeCategory = '',
            statusCode = '',
            eventScopeCode = '',
            region = '',
            startTime,
            endTime,
          }) => ({
            arn,
            code: eventTypeCode,
            category: eventTypeCategory,
            status: statusCode,
            scope: eventScopeCode,
            region,
            from: startTime === undefined ? null : moment(startTime.getTime()),
            until: endTime === undefined ? null : moment(endTime.getTime()),
          }),
        ),
      },
    ];
  },
});
