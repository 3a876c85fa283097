import { sha256 } from '#domain/json.ts';

/** Events of one kind by one principal lately: when each happened, by a short hash of its id (10 hex digits: two of a full window are taken for one with a chance below 1 in 10 million). */
export type Window = ReadonlyMap<string, number>;

/** How many events within how long make a burst. */
export interface BurstLimit {
  readonly limit: number;
  readonly windowMs: number;
}

export const noWindow: Window = new Map();
/** Stretches of one window's length that are remembered; what comes later than that is not counted. */
const stretches = 12;

/** The window with one more event: the same as joining it, but cheap in a flood. */
export function withEvent(window: Window, event: string, at: number, limits: BurstLimit): Window {
  const id = sha256(event).slice(0, 10);
  if (window.has(id)) return window;
  const { limit, windowMs } = limits;
  const beside = [...window].flatMap(([other, time]) => (Math.floor(time / windowMs) === Math.floor(at / windowMs) ? [other] : []));
  const more = new Map(window).set(id, at);
  if (beside.length === 0) return joinWindows(more, noWindow, limits);
  if (beside.length < limit) return more;
  const largest = beside.reduce((most, one) => (one > most ? one : most));
  if (id > largest) return window;
  more.delete(largest);
  return more;
}

/** What both saw, in any order and with any repetition the same: of each stretch at most `limit` events, of the twelve latest stretches. */
export function joinWindows(one: Window, other: Window, { limit, windowMs }: BurstLimit): Window {
  const joined = [...new Map([...one, ...other])];
  const byStretch = Map.groupBy(joined, ([, at]) => Math.floor(at / windowMs));
  const latest = [...byStretch].toSorted(([a], [b]) => b - a).slice(0, stretches);
  return new Map(latest.flatMap(([, events]) => (events.length <= limit ? events : events.toSorted(byId).slice(0, limit))));
}

/** The most events in any window that holds this time. */
export function countAround(window: Window, at: number, { windowMs }: BurstLimit): number {
  const times = [...window.values()].filter((time) => Math.abs(time - at) < windowMs).toSorted((a, b) => a - b);
  const from = (start: number): number => times.filter((time) => time >= start && time - start < windowMs).length;
  // An event of a full stretch may not be kept itself: the window that starts with it counts too.
  return Math.max(from(at), ...new Set(times.filter((time) => time < at).map(from)));
}

const byId = ([a]: readonly [string, number], [b]: readonly [string, number]): number => (a < b ? -1 : 1);
