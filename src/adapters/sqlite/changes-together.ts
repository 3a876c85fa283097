import type { DatabaseSync } from 'node:sqlite';
import type { Done } from './database.ts';

/** A change that waits for the next transaction. */
interface Waiting {
  readonly durable: boolean;
  /** Does the work inside the transaction that is open; true keeps it. What it gives is told after the commit. */
  work(): { readonly keep: boolean; tell(): void };
  fail(error: unknown): void;
}

interface ChangesTogether {
  change<T>(work: () => Done<T>, options?: { readonly durable?: boolean | undefined }): Promise<T>;
  /** Does at once what is waiting. */
  flush(): void;
}

/** So many changes share a transaction at most: other processes wait for the file meanwhile. */
const mostTogether = 64;

/**
 * Group commit: changes that are asked for in one turn of the event loop become one `BEGIN IMMEDIATE` transaction with a savepoint each, and
 * one flush of the disk when any of them is durable. `guarded` makes SQLite's errors ours.
 */
export function changesTogether(sql: DatabaseSync, guarded: (work: () => void) => void): ChangesTogether {
  const [begin, commit, rollback] = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'].map((text) => sql.prepare(text));
  const [save, release, back] = ['SAVEPOINT one', 'RELEASE one', 'ROLLBACK TO one'].map((text) => sql.prepare(text));
  let waiting: Waiting[] = [];
  let synchronous = 'NORMAL';

  const attempt = ({ work, fail }: Waiting): (() => void) => {
    save?.run();
    try {
      const { keep, tell } = work();
      if (!keep) back?.run();
      release?.run();
      return tell;
    } catch (error) {
      // SQLite itself has rolled back everything after some faults, a full disk among them.
      if (!sql.isTransaction) throw error;
      back?.run();
      release?.run();
      return () => fail(error);
    }
  };

  const transact = (group: readonly Waiting[]): void => {
    const wanted = group.some(({ durable }) => durable) ? 'FULL' : 'NORMAL';
    if (wanted !== synchronous) sql.exec(`PRAGMA synchronous = ${wanted}`);
    synchronous = wanted;
    begin?.run();
    const told: (() => void)[] = [];
    try {
      for (const one of group) told.push(attempt(one));
      commit?.run();
    } catch (error) {
      if (sql.isTransaction) rollback?.run();
      throw error;
    }
    for (const tell of told) tell();
  };

  /** When all of a group failed, each is tried alone: only the one that cannot be stored is told so. */
  const run = (group: readonly Waiting[]): void => {
    try {
      guarded(() => transact(group));
    } catch (error) {
      if (group.length > 1) for (const one of group) run([one]);
      else group[0]?.fail(error);
    }
  };

  const flush = (): void => {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += mostTogether) run(all.slice(from, from + mostTogether));
  };

  return {
    flush,
    change: (work, { durable = false } = {}) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({
          durable,
          work: () => {
            const { answer, rollback: undo = false } = work();
            return { keep: !undo, tell: () => resolve(answer) };
          },
          fail: reject,
        });
      }),
  };
}
