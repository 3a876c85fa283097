import { z } from 'zod';
import type { JsonObject } from '#domain/json.ts';
import { textAt } from './fields.ts';

/** What CloudWatch evaluated, inside the JSON text `reasonData` (docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge). */
const ReasonData = z.object({
  startDate: z.string().optional(),
  /** Seconds. */
  period: z.number().positive().optional(),
  /** From `startDate` on, one a period. */
  recentDatapoints: z.array(z.number()).default([]),
  /** Newest first, each with its time; without a value where there was no data. */
  evaluatedDatapoints: z.array(z.object({ timestamp: z.string(), value: z.number().optional() })).default([]),
});

type Point = readonly [at: number, value: number];

/** More would only make the incident's document large. */
const most = 64;

/** The newest data points in an alarm's event, of its state now and before, oldest first; empty when there are none. */
export function dataPointsOf(event: JsonObject): Point[] {
  const points = ['previousState', 'state'].flatMap((which) => pointsIn(textAt(event, 'detail', which, 'reasonData')));
  return [...new Map(points)].toSorted(([a], [b]) => a - b).slice(-most);
}

function pointsIn(text: string | undefined): readonly Point[] {
  if (text === undefined) return [];
  const { data } = ReasonData.safeParse(parsed(text));
  if (data === undefined) return [];
  const start = timeIn(data.startDate);
  const { period, recentDatapoints, evaluatedDatapoints } = data;
  const recent = recentDatapoints.flatMap((value, index): Point[] =>
    start === undefined || period === undefined ? [] : [[start + Math.round(index * period * 1_000), value]],
  );
  // Those with a time of their own come last and win.
  const timed = evaluatedDatapoints.flatMap(({ timestamp, value }): Point[] => {
    const at = timeIn(timestamp);
    return at === undefined || value === undefined ? [] : [[at, value]];
  });
  return [...recent, ...timed];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** CloudWatch writes `+0000`, which the standard would have as `+00:00`. */
function timeIn(text: string | undefined): number | undefined {
  const at = Date.parse((text ?? '').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(at) ? undefined : at;
}
