import { z } from 'zod';
import { nearest } from './nearest.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const weekend = ['sat', 'sun'] as const;
const week = [...weekdays, ...weekend] as const;
type Day = (typeof week)[number];

const clockTime = '([01]\\d|2[0-3]):[0-5]\\d';
const span = z
  .string()
  .regex(
    new RegExp(`^${clockTime}-(${clockTime}|24:00)$`),
    'hours are written 09:00-17:30; the end may be on the next day, as in 22:00-06:00',
  )
  .refine((text) => text.slice(0, 5) !== text.slice(6), 'it ends when it begins; leave hours out for the whole day');

const zone = z.string().superRefine((name, context) => {
  if (knownZone(name)) return;
  const guess = nearest(name, Intl.supportedValuesOf('timeZone'));
  const instead = guess === undefined ? 'IANA names it, as in Europe/Berlin' : `did you mean ${guess}?`;
  context.addIssue({ code: 'custom', message: `there is no time zone ${name}; ${instead}` });
});

/** Hours of the week by the clock on the wall of a time zone, its summer time included. */
export const Hours = z
  .strictObject({
    days: z
      .array(z.enum([...week, 'weekdays', 'weekend']))
      .min(1)
      .optional()
      .describe('days on which they begin; default: every day'),
    hours: z
      .union([span, z.array(span).min(1)])
      .optional()
      .describe('e.g. 09:00-17:30, or several; default: the whole day'),
    zone: zone.default('UTC').describe('IANA time zone, e.g. Europe/Berlin'),
  })
  .refine(({ days, hours }) => days !== undefined || hours !== undefined, 'say days, hours, or both');
export type Hours = Readonly<z.infer<typeof Hours>>;

/** One, or several of which any counts. */
export const AnyHours = z.union([Hours, z.array(Hours).min(1)]);

/** Is it so late, or that day, there? A time that summer time skips never is; one that it repeats is twice. */
export function isWithin({ days = [...week], hours = '00:00-24:00', zone }: Hours, at: number): boolean {
  const { day, minute } = wallClock(zone, at);
  const begins = new Set(days.flatMap((one): readonly Day[] => (one === 'weekdays' ? weekdays : one === 'weekend' ? weekend : [one])));
  const before = week.at(week.indexOf(day) - 1) ?? day;
  return [hours].flat().some((text) => {
    const [from, to] = [minuteOf(text.slice(0, 5)), minuteOf(text.slice(6))];
    if (from < to) return begins.has(day) && minute >= from && minute < to;
    return (begins.has(day) && minute >= from) || (begins.has(before) && minute < to);
  });
}

/** For people: `weekdays 09:00-17:30 Europe/Berlin`. */
export const hoursText = ({ days, hours, zone }: Hours): string =>
  [days?.join(', ') ?? 'every day', ...(hours === undefined ? [] : [[hours].flat().join(', ')]), zone].join(' ');

const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(zone, clock);
  return clock;
}

function wallClock(zone: string, at: number): { readonly day: Day; readonly minute: number } {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const day = week.find((one) => one === parts.get('weekday')?.toLowerCase());
  return { day: day ?? 'mon', minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}

function knownZone(name: string): boolean {
  // An offset is no place: it knows no summer time, and what was meant is most likely a place.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return clockOf(name) !== undefined;
  } catch {
    return false;
  }
}
