import { defineCollector } from './define-collector.ts';

const minuteMs = 60_000;
const beforeMs = 30 * minuteMs;

interface Series {
  readonly name: string;
  readonly stat: string;
  /** Time and value, the oldest first. */
  readonly points: readonly (readonly [at: number, value: number])[];
}

/** A small time series of what tells most about the resource: the half hour before, minute by minute. */
export const metrics = defineCollector({
  kind: 'metrics',
  source: 'cloudwatch GetMetricData',
  reads: [{ service: 'cloudwatch', operation: 'getMetricData' }],
  share: 0.75,
  limitBytes: 8_192,
  appliesTo: ({ around }) => around.metrics.length > 0,
  async collect({ around, incident: { signal }, now }, { here }) {
    const answer = await here('cloudwatch', 'getMetricData', {
      MetricDataQueries: around.metrics.map(({ namespace, name, stat, dimensions }, index) => ({
        Id: `m${index}`,
        MetricStat: {
          Metric: {
            Namespace: namespace,
            MetricName: name,
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: 60,
          Stat: stat,
        },
      })),
      StartTime: new Date(Math.floor((signal.at - beforeMs) / minuteMs) * minuteMs),
      EndTime: new Date(Math.ceil((Math.min(now, signal.at + beforeMs) + 1) / minuteMs) * minuteMs),
      ScanBy: 'TimestampAscending',
      MaxDatapoints: 500,
    });
    const series = around.metrics.map(({ name, stat }, index): Series => {
      const found = answer.MetricDataResults?.find(({ Id }) => Id === `m${index}`);
      const points = (found?.Timestamps ?? []).map((at, place): readonly [number, number] => [at.getTime(), found?.Values?.[place] ?? 0]);
      return { name, stat, points: points.toSorted(([one], [other]) => one - other) };
    });
    const told = series.filter(({ points }) => points.length > 0);
    const silent = series.filter(({ points }) => points.length === 0).map(({ name }) => name);
    const nothing = silent.length === 0 ? '' : `${told.length === 0 ? '' : '; '}no data of ${silent.join(', ')}`;
    return [
      {
        what: `In the half hour before: ${told.map(seriesText).join('; ')}${nothing}`,
        at: Math.max(signal.at, ...told.map(({ points }) => points.at(-1)?.[0] ?? 0)),
        ...(told.length === 0
          ? {}
          : { data: told.map(({ name, stat, points }) => ({ name, stat, points: points.map((point) => [...point]) })) }),
      },
    ];
  },
});

/** `CPUUtilization 12 → 98 (Average, between 11 and 99)` */
function seriesText({ name, stat, points }: Series): string {
  const values = points.map(([, value]) => value);
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  return `${name} ${short(first)} → ${short(last)} (${stat}, between ${short(Math.min(...values))} and ${short(Math.max(...values))})`;
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
