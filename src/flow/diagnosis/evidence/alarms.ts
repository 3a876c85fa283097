import type { JsonObject } from '#domain/json.ts';
import type { Output } from '#ports/cloud.ts';
import { defineCollector } from './define-collector.ts';
import { plural } from './plural.ts';
import { counted, moment, orMore } from './trail-calls.ts';

type MetricAlarm = NonNullable<Output<'cloudwatch', 'describeAlarms'>['MetricAlarms']>[number];

const minuteOf = (at: number): number => Math.floor(at / 60_000) * 60_000;

/** Which alarms ring: on the resource, and how many besides, because one alarm is a fault and forty are an outage. */
export const alarms = defineCollector({
  kind: 'metrics',
  source: 'cloudwatch DescribeAlarms',
  reads: [{ service: 'cloudwatch', operation: 'describeAlarms' }],
  share: 0.5,
  limitBytes: 6_144,
  appliesTo: () => true,
  async collect({ around: { names }, now }, { here }) {
    const { MetricAlarms: ringing = [], NextToken: more } = await here('cloudwatch', 'describeAlarms', {
      StateValue: 'ALARM',
      AlarmTypes: ['MetricAlarm'],
      MaxRecords: 100,
    });
    const own = ringing.filter((alarm) => valuesIn(alarm).some((value) => names.includes(value)));
    const rest = ringing.length - own.length;
    const others = rest === 0 ? 'no other rings' : `${plural(rest, 'other', orMore({ NextToken: more }))} ${rest === 1 ? 'rings' : 'ring'}`;
    const place = 'in this account and region';
    if (ringing.length === 0) return [{ what: `No alarm rings ${place}`, at: minuteOf(now) }];
    if (own.length === 0) return [{ what: `No alarm on it rings; ${others} ${place}`, at: minuteOf(now) }];
    return [
      {
        what: `${plural(own.length, 'alarm')} on it ${own.length === 1 ? 'rings' : 'ring'}: ${counted(own.map(({ AlarmName }) => AlarmName ?? 'without a name'))}; ${others} ${place}`,
        at: Math.max(...own.map(({ StateUpdatedTimestamp: at }) => at?.getTime() ?? 0)) || now,
        data: own.map(alarmOf),
      },
    ];
  },
});

const valuesIn = ({ Dimensions: own = [], Metrics: metrics = [] }: MetricAlarm): readonly string[] =>
  [...own, ...metrics.flatMap(({ MetricStat: stat }) => stat?.Metric?.Dimensions ?? [])].flatMap(({ Value }) => Value ?? []);

const alarmOf = (alarm: MetricAlarm): JsonObject => ({
  name: alarm.AlarmName ?? '',
  since: alarm.StateUpdatedTimestamp === undefined ? null : moment(alarm.StateUpdatedTimestamp.getTime()),
  metric: `${alarm.Namespace ?? ''} ${alarm.MetricName ?? ''}`.trim(),
  reason: alarm.StateReason ?? '',
  ...(alarm.AlarmDescription === undefined ? {} : { description: alarm.AlarmDescription }),
});
