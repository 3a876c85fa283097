import { z } from 'zod';
import type { Habit } from './habit.ts';
import type { Past } from './past.ts';
import type { Tally } from './tally.ts';
import type { Window } from './window.ts';

/** How values of one kind are written and read. */
export interface StoredForm<T> {
  write(values: ReadonlyMap<string, T>): string;
  /** Throws when it is not what `write` made. */
  read(text: string): ReadonlyMap<string, T>;
}

const Row = z.tuple([z.string(), z.int(), z.int(), z.int()]);
const Rows = z.array(Row);
const StoredHabit = z.object({
  seen: z.tuple([z.int(), z.int(), z.int()]),
  calls: Rows,
  regions: Rows,
  networks: Rows,
  hours: Rows,
  bursts: Rows,
  principals: Rows,
});
type StoredHabit = z.infer<typeof StoredHabit>;

const rows = (tally: Tally): z.infer<typeof Rows> => [...tally].map(([name, { first, last, days }]) => [name, first, last, days]);
const tally = (stored: z.infer<typeof Rows>): Tally => new Map(stored.map(([name, first, last, days]) => [name, { first, last, days }]));

const packed = ({ seen, calls, regions, networks, hours, bursts, principals }: Habit): StoredHabit => ({
  seen: [seen.first, seen.last, seen.days],
  calls: rows(calls),
  regions: rows(regions),
  networks: rows(networks),
  hours: rows(hours),
  bursts: rows(bursts),
  principals: rows(principals),
});

const unpacked = ({ seen: [first, last, days], calls, regions, networks, hours, bursts, principals }: StoredHabit): Habit => ({
  seen: { first, last, days },
  calls: tally(calls),
  regions: tally(regions),
  networks: tally(networks),
  hours: tally(hours),
  bursts: tally(bursts),
  principals: tally(principals),
});

function form<T, S>(shape: z.ZodType<S>, pack: (value: T) => S, unpack: (stored: S) => T): StoredForm<T> {
  const Stored = z.array(z.tuple([z.string(), shape]));
  return {
    write: (values) => JSON.stringify([...values].map(([key, value]) => [key, pack(value)])),
    read: (text) => new Map(Stored.parse(JSON.parse(text)).map(([key, stored]) => [key, unpack(stored)])),
  };
}

export const habitForm: StoredForm<Habit> = form(StoredHabit, packed, unpacked);
export const windowForm: StoredForm<Window> = form(
  z.array(z.tuple([z.string(), z.int()])),
  (window: Window) => [...window],
  (stored): Window => new Map(stored),
);
export const pastForm: StoredForm<Past> = form(
  z.array(z.tuple([z.int(), z.number()])),
  (past: Past) => [...past],
  (stored): Past => new Map(stored),
);
