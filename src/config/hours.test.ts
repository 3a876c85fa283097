import { describe, expect, test } from 'vitest';
import { Hours, hoursText, isWithin } from './hours.ts';

const within = (hours: Parameters<typeof Hours.parse>[0], at: string): boolean => isWithin(Hours.parse(hours), Date.parse(at));
const office = { days: ['weekdays'], hours: '09:00-17:30', zone: 'Europe/Berlin' };

describe('hours of the week', () => {
  test.each([
    ['2026-11-20T08:00:00Z', true],
    ['2026-11-20T07:59:59Z', false],
    ['2026-11-20T16:29:59Z', true],
    ['2026-11-20T16:30:00Z', false],
    ['2026-11-21T10:00:00Z', false],
    ['2026-07-20T07:00:00Z', true],
    ['2026-07-20T06:59:59Z', false],
  ])('are those of the clock on the wall, in summer and in winter: %s is %s', (at, is) => {
    expect(within(office, at)).toBe(is);
  });

  test.each([
    ['2026-11-20T21:59:59Z', false],
    ['2026-11-20T22:00:00Z', true],
    ['2026-11-21T05:59:59Z', true],
    ['2026-11-21T06:00:00Z', false],
    ['2026-11-21T22:30:00Z', false],
  ])('may end on the day after the one that they belong to: %s is %s', (at, is) => {
    expect(within({ days: ['fri'], hours: '22:00-06:00' }, at)).toBe(is);
  });

  test('run over the end of the week', () => {
    expect(within({ days: ['sun'], hours: '22:00-06:00' }, '2026-11-23T05:00:00Z')).toBe(true);
    expect(within({ days: ['mon'], hours: '22:00-06:00' }, '2026-11-23T05:00:00Z')).toBe(false);
  });

  test('that summer time skips never are', () => {
    const night = { hours: '02:00-03:00', zone: 'Europe/Berlin' };
    const minutes = Array.from({ length: 24 * 60 }, (_, minute) => Date.parse('2026-03-28T23:00:00Z') + minute * 60_000);
    expect(minutes.filter((at) => isWithin(Hours.parse(night), at))).toEqual([]);
  });

  test('that the end of summer time repeats are twice', () => {
    const night = { hours: '02:00-03:00', zone: 'Europe/Berlin' };
    const minutes = Array.from({ length: 25 * 60 }, (_, minute) => Date.parse('2026-10-24T22:00:00Z') + minute * 60_000);
    expect(minutes.filter((at) => isWithin(Hours.parse(night), at))).toHaveLength(120);
  });

  test('count on the day that it is there, not in London', () => {
    expect(within({ days: ['sat'], zone: 'Pacific/Auckland' }, '2026-11-20T12:00:00Z')).toBe(true);
    expect(within({ days: ['sat'] }, '2026-11-20T12:00:00Z')).toBe(false);
  });

  test('may be several, on weekends, or the whole day', () => {
    const two = { hours: ['06:00-07:00', '20:00-24:00'] };
    expect(['05:59', '06:30', '12:00', '23:59'].map((time) => within(two, `2026-11-20T${time}:00Z`))).toEqual([false, true, false, true]);
    expect(within({ days: ['weekend'] }, '2026-11-22T00:00:00Z')).toBe(true);
  });

  test('are told in words', () => {
    expect(hoursText(Hours.parse(office))).toBe('weekdays 09:00-17:30 Europe/Berlin');
    expect(hoursText(Hours.parse({ hours: ['06:00-07:00', '20:00-24:00'] }))).toBe('every day 06:00-07:00, 20:00-24:00 UTC');
  });

  test.each([
    [{}, 'say days, hours, or both'],
    [{ hours: '9:00-17:00' }, 'hours are written 09:00-17:30'],
    [{ hours: '09:00-25:00' }, 'hours are written'],
    [{ hours: '09:00-09:00' }, 'it ends when it begins'],
    [{ days: ['mon'], zone: 'Europe/Berln' }, 'there is no time zone Europe/Berln; did you mean Europe/Berlin?'],
    [{ days: ['mon'], zone: '+01:00' }, 'there is no time zone +01:00; IANA names it'],
    [{ days: ['mon'], zone: 'CEST' }, 'there is no time zone CEST'],
    [{ days: ['someday'] }, 'mon'],
  ])('are refused when they make no sense: %j', (hours, why) => {
    const parsed = Hours.safeParse(hours);
    expect(JSON.stringify(parsed.error?.issues)).toContain(why);
  });
});
