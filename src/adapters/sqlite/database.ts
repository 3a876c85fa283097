import { DatabaseSync } from 'node:sqlite';
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
      transact(sql, () => ({ answer: migrate(sql, path) }));
    });
  } catch (error) {
    sql.close();
    throw error;
  }

  let synchronous = 'NORMAL';
  return {
    sql,
    change: (work, { durable = false } = {}) =>
      guarded(() => {
        const wanted = durable ? 'FULL' : 'NORMAL';
        if (wanted !== synchronous) sql.exec(`PRAGMA synchronous = ${wanted}`);
        synchronous = wanted;
        return transact(sql, work);
      }),
    read: guarded,
    close: () => {
      if (sql.isOpen) guarded(() => sql.close());
    },
  };
}

function transact<T>(sql: DatabaseSync, work: () => { readonly answer: T; readonly rollback?: boolean }): T {
  sql.exec('BEGIN IMMEDIATE');
  try {
    const { answer, rollback = false } = work();
    sql.exec(rollback ? 'ROLLBACK' : 'COMMIT');
    return answer;
  } catch (error) {
    // SQLite itself has rolled back already after some faults, a full disk among them.
    if (sql.isTransaction) sql.exec('ROLLBACK');
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
