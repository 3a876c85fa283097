import type { Contribution } from '#domain/facts.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { Signal } from '#domain/signal.ts';
import type { Tools } from '#flow/tools.ts';
import type { Repetition } from '#ports/catalogue.ts';
import { habitContributions } from './habit-contributions.ts';
import { burstsOf, count, keysOf, learn, newHabits } from './habits.ts';
import { habitForm, pastForm, windowForm } from './stored-form.ts';
import { storedShelf } from './stored-shelf.ts';

/** What habits say of a signal before they learn it. */
export interface Judgement {
  readonly contributions: readonly Contribution[];
  /** Repetitions of which the signal makes a burst. */
  readonly bursts: readonly Repetition[];
}

/** Habits that outlive the process. Nothing in here throws: habits are never worth a heal. */
export interface KeptHabits {
  judge(signal: Signal): Promise<Judgement>;
  learn(signals: readonly Signal[]): Promise<void>;
  /** Writes what was learned. */
  flush(): Promise<void>;
  /** Writes what was learned and learns nothing more. */
  close(): Promise<void>;
}

type Needed = Pick<Tools, 'store' | 'clock' | 'log' | 'catalogue'>;

export interface KeepOptions {
  /** What was learned is written so long after it was, and lost if the process dies before; absent: only by `flush`. */
  readonly writeBehindMs?: number;
  /** Slots of each shelf that stay in memory; 0 reads the store anew after every flush, where several processes count together. */
  readonly inMemory?: number;
}

const attested = (signals: readonly Signal[]): readonly Signal[] => signals.filter(({ rank }) => rank === 'attested');
const nothing: Judgement = { contributions: [], bursts: [] };
/** Events from the future are not learned: they would push everything else out. */
const aheadMs = 15 * 60_000;

export function keepHabits({ store, clock, log, catalogue }: Needed, { writeBehindMs, inMemory = 512 }: KeepOptions = {}): KeptHabits {
  const habits = newHabits((signal) => catalogue.repetitions(signal));
  const warn = (what: string, error: unknown): void => log.warn(`${what}: ${asHealError(error).message}; going on without`);
  const common = { store, inMemory, unreadable: (key: string, error: unknown) => warn(`habits under ${key} cannot be read`, error) };
  const shelves = {
    principals: storedShelf({ ...common, name: 'principals', shelf: habits.principals, form: habitForm }),
    accounts: storedShelf({ ...common, name: 'accounts', shelf: habits.accounts, form: habitForm }),
    windows: storedShelf({ ...common, name: 'windows', shelf: habits.windows, form: windowForm }),
    pasts: storedShelf({ ...common, name: 'pasts', shelf: habits.pasts, form: pastForm }),
  };
  const all = Object.values(shelves);
  const ending = new AbortController();
  let writing: Promise<void> | undefined;

  const using = async <T>(signals: readonly Signal[], otherwise: T, work: () => T): Promise<T> => {
    const keys = signals.map((signal) => keysOf(signal, habits));
    const needed = [
      [shelves.principals, keys.flatMap(({ principal }) => principal ?? [])],
      [shelves.accounts, keys.flatMap(({ principal, account }) => (principal === undefined ? [] : [account]))],
      [shelves.windows, keys.flatMap(({ windows }) => windows.map(({ key }) => key))],
      [shelves.pasts, keys.flatMap(({ past }) => past ?? [])],
    ] as const;
    try {
      await Promise.all(needed.map(([shelf, its]) => shelf.need(its)));
      return work();
    } catch (error) {
      warn('habits cannot be read', error);
      return otherwise;
    } finally {
      for (const [shelf, its] of needed) shelf.release(its);
    }
  };
  const changed = (signals: readonly Signal[]): void => {
    for (const { principal, account, windows, past } of signals.map((signal) => keysOf(signal, habits))) {
      if (principal !== undefined) {
        shelves.principals.changed(principal);
        shelves.accounts.changed(account);
      }
      for (const { key, repetition } of windows) if (repetition.counts) shelves.windows.changed(key);
      if (past !== undefined) shelves.pasts.changed(past);
    }
    if (signals.length > 0 && writeBehindMs !== undefined && !ending.signal.aborted) writing ??= writeBehind(writeBehindMs);
  };
  const flush = async (): Promise<void> => {
    for (const shelf of all) {
      try {
        await shelf.flush();
      } catch (error) {
        warn('habits cannot be written', error);
      }
    }
  };
  const writeBehind = async (pause: number): Promise<void> => {
    do {
      await clock.sleep(pause, ending.signal);
      await flush();
    } while (!ending.signal.aborted && all.some(({ dirty }) => dirty));
    writing = undefined;
  };

  return {
    async judge(signal) {
      return using(attested([signal]), nothing, () => {
        count(signal, habits);
        return { contributions: habitContributions(signal, habits), bursts: burstsOf(signal, habits) };
      });
    },
    async learn(signals) {
      const known = attested(signals).filter(({ at }) => at <= clock.now() + aheadMs);
      await using(known, undefined, () => {
        for (const signal of known) learn(signal, habits);
        changed(known);
      });
    },
    flush,
    async close() {
      ending.abort();
      await writing;
      await flush();
    },
  };
}
