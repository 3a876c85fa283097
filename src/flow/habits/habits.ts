import { sha256 } from '#domain/json.ts';
import type { Signal } from '#domain/signal.ts';
import type { Repetition } from '#ports/catalogue.ts';
import { type Habit, joinHabits, observed } from './habit.ts';
import { joinPasts, noPast, type Past } from './past.ts';
import { newShelf, type Shelf } from './shelf.ts';
import { activeDays, dayMs } from './spell.ts';
import { networkOf, principalOf } from './who.ts';
import { countAround, joinWindows, noWindow, type Window, withEvent } from './window.ts';

/** What counts as a repetition: the catalogue knows. */
export type Repetitions = (signal: Signal) => readonly Repetition[];

/** Everything that has been learned, in the memory of this process and bounded. Made by `newHabits`. */
export interface Habits {
  readonly principals: Shelf<Habit>;
  readonly accounts: Shelf<Habit>;
  readonly windows: Shelf<Window>;
  /** What is only reported is counted apart, where it pushes nothing attested out, and in memory only. */
  readonly reported: Shelf<Window>;
  readonly pasts: Shelf<Past>;
  readonly repetitions: Repetitions;
}

/** Established habits stay longest: each active day outweighs a week of absence. */
const established = ({ seen }: Habit): number => seen.last + activeDays(seen) * 7 * dayMs;
const newest = (times: Iterable<number>): number => Math.max(0, ...times);

/** Bursts are counted alike whatever is counted, so that stored windows fit together. */
export const burstLimits = { limit: 50, windowMs: 10 * 60_000 } as const;

const windowShelf = (slots: number): Shelf<Window> =>
  newShelf({
    slots,
    perSlot: 3,
    join: (one, other) => joinWindows(one, other, burstLimits),
    worth: (window: Window) => newest(window.values()),
  });

/** Habits that know nothing yet. At most 12,288 principals, 8,192 accounts, 12,288 windows and 8,192 alarms; full slots forget the least established. */
export const newHabits = (repetitions: Repetitions = () => []): Habits => ({
  principals: newShelf({ slots: 4096, perSlot: 3, join: joinHabits, worth: established }),
  accounts: newShelf({ slots: 4096, perSlot: 2, join: joinHabits, worth: established }),
  windows: windowShelf(4096),
  reported: windowShelf(128),
  pasts: newShelf({ slots: 4096, perSlot: 2, join: joinPasts, worth: (past: Past) => newest(past.keys()) }),
  repetitions,
});

/** Under which keys a signal is remembered; nothing where it says too little. */
export interface Keys {
  readonly principal: string | undefined;
  readonly account: string;
  readonly windows: readonly { readonly key: string; readonly repetition: Repetition }[];
  readonly past: string | undefined;
}

export function keysOf(signal: Signal, { repetitions }: Habits): Keys {
  const { account, region } = signal.resource;
  const who = signal.operation === undefined ? undefined : principalOf(signal);
  return {
    principal: who === undefined ? undefined : `${account}|${who}`,
    account,
    windows:
      who === undefined ? [] : repetitions(signal).map((repetition) => ({ key: `${account}|${who}|${repetition.counted}`, repetition })),
    past: signal.measured === undefined ? undefined : `${account}|${region}|${signal.measured.of}`,
  };
}

/** How often a signal's repetition was seen around its time, itself included where it counts. */
export function countedWith(signal: Signal, { key, repetition }: Keys['windows'][number], habits: Habits): number {
  const window = windowsFor(signal, habits).get(key) ?? noWindow;
  return countAround(repetition.counts ? withEvent(window, eventOf(signal), signal.at, burstLimits) : window, signal.at, repetition);
}

const windowsFor = ({ rank }: Signal, { windows, reported }: Habits): Shelf<Window> => (rank === 'attested' ? windows : reported);

/** Counts a signal among the repetitions that it belongs to; counting it again changes nothing. Where many arrive at once, before any of them is judged. */
export function count(signal: Signal, habits: Habits): void {
  const windows = windowsFor(signal, habits);
  for (const { key, repetition } of keysOf(signal, habits).windows)
    if (repetition.counts) windows.put(key, withEvent(windows.get(key) ?? noWindow, eventOf(signal), signal.at, burstLimits));
}

/** The repetitions of which this signal makes a burst. */
export const burstsOf = (signal: Signal, habits: Habits): readonly Repetition[] =>
  keysOf(signal, habits).windows.flatMap((one) =>
    one.repetition.counts && countedWith(signal, one, habits) >= one.repetition.limit ? [one.repetition] : [],
  );

/**
 * Takes a signal into habits, by its own time; learning it again changes nothing. Call it after `habitContributions` of the same signal: a signal never
 * vouches for itself. Reported signals are counted and teach nothing; refused calls teach only that they were refused.
 */
export function learn(signal: Signal, habits: Habits): void {
  count(signal, habits);
  if (signal.rank !== 'attested') return;
  const { principals, accounts, pasts } = habits;
  const keys = keysOf(signal, habits);
  if (keys.past !== undefined && signal.measured !== undefined)
    pasts.put(keys.past, joinPasts(pasts.get(keys.past) ?? noPast, new Map(signal.measured.points)));
  if (keys.principal === undefined || signal.operation === undefined || signal.failed !== undefined) return;
  const sighting = {
    at: signal.at,
    call: signal.operation,
    region: signal.resource.region,
    network: networkOf(signal),
    burst: burstsOf(signal, habits).length > 0 ? signal.operation : undefined,
  };
  principals.put(keys.principal, observed(principals.get(keys.principal), sighting));
  const principal = principalHash(keys.principal);
  accounts.put(keys.account, observed(accounts.get(keys.account), { ...sighting, principal }));
}

/** How an account's habit knows a principal. */
export const principalHash = (key: string): string => sha256(key).slice(0, 16);

/** One event may be several signals, `<event>/<resource>`: it is counted once. */
export const eventOf = ({ id }: Signal): string => id.split('/')[0] ?? id;
