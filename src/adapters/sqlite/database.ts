import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { HealError } from '#domain/heal-error.ts';
import { migrate } from './schema.ts';
import { sqliteError } from './sqlite-error.ts';

const busyTimeoutMs = 5000;

/** An open file: every change is one `BEGIN IMMEDIATE` transaction, so what it checks stays true until it is written. */
interface Database {
  readonly sql: DatabaseSync;
  /** Commits what `work` wrote unless it answers `rollback` or throws. `durable` flushes the disk before answering. */
  readonly change: <T>(
    work: () => { readonly answer: T; readonly rollback?: boolean },
    options?: { readonly durable?: boolean | undefined },
  ) => T;
  readonly read: <T>(work: () => T) => T;
  readonly close: () => void;
}

/** Opens or creates a store file in WAL mode; several processes may have it open at once. Throws HealError. */
export function openDatabase(path: string): Database {
  let sql: DatabaseSync;
  try {
    sql = new DatabaseSync(path, { timeout: busyTimeoutMs });
  } catch (error) {
    throw sqliteError(error, path);
  }
  const guarded = <T>(work: () => T): T => {
    if (!sql.isOpen) throw new HealError('not-running', `The store ${path} was closed; open it again.`, { details: { path } });
    try {
      return work();
    } catch (error) {
      throw sqliteError(error, path);
    }
  };
  try {
    guarded(() => {
      useWal(sql);
      sql.exec('PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY');
      transact(transactions(sql), () => ({ answer: migrate(sql, path) }));
    });
  } catch (error) {
    sql.close();
    throw error;
  }

  const transaction = transactions(sql);
  let synchronous = 'NORMAL';
  return {
    sql,
    change: (work, { durable = false } = {}) =>
      guarded(() => {
        const wanted = durable ? 'FULL' : 'NORMAL';
        if (wanted !== synchronous) sql.exec(`PRAGMA synchronous = ${wanted}`);
        synchronous = wanted;
        return transact(transaction, work);
      }),
    read: guarded,
    close: () => {
      if (sql.isOpen) guarded(() => sql.close());
    },
  };
}

interface Transactions {
  readonly sql: DatabaseSync;
  readonly begin: StatementSync;
  readonly commit: StatementSync;
  readonly rollback: StatementSync;
}

const transactions = (sql: DatabaseSync): Transactions => ({
  sql,
  begin: sql.prepare('BEGIN IMMEDIATE'),
  commit: sql.prepare('COMMIT'),
  rollback: sql.prepare('ROLLBACK'),
});

function transact<T>({ sql, begin, commit, rollback }: Transactions, work: () => { readonly answer: T; readonly rollback?: boolean }): T {
  begin.run();
  try {
    const done = work();
    if (done.rollback === true) rollback.run();
    else commit.run();
    return done.answer;
  } catch (error) {
    // SQLite itself has rolled back already after some faults, a full disk among them.
    if (sql.isTransaction) rollback.run();
    throw error;
  }
}

/** Two processes that turn a new file to WAL at once: SQLite answers "busy" without waiting, so we wait. */
function useWal(sql: DatabaseSync): void {
  const deadline = Date.now() + busyTimeoutMs;
  for (;;) {
    try {
      sql.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!(error instanceof Error && 'errcode' in error && error.errcode === 5) || Date.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
