import { DatabaseSync } from 'node:sqlite';
import { HealError } from '#domain/heal-error.ts';
import { changesTogether } from './changes-together.ts';
import { migrate } from './schema.ts';
import { sqliteError } from './sqlite-error.ts';

const busyTimeoutMs = 5000;

/** What one change wrote, to be kept or taken back. */
export interface Done<T> {
  readonly answer: T;
  readonly rollback?: boolean;
}

/** An open file: what a change checks stays true until it is written. */
interface Database {
  readonly sql: DatabaseSync;
  /**
   * Commits what `work` wrote unless it answers `rollback` or throws, before it answers. `durable` flushes the disk too. Changes that come
   * together share a transaction, and so a flush; each is kept or taken back by itself. `work` may be run again when another one failed.
   */
  readonly change: <T>(work: () => Done<T>, options?: { readonly durable?: boolean | undefined }) => Promise<T>;
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
      sql.exec('BEGIN IMMEDIATE');
      migrate(sql, path);
      sql.exec('COMMIT');
    });
  } catch (error) {
    sql.close();
    throw error;
  }

  const together = changesTogether(sql, (work) => guarded(work));
  return {
    sql,
    change: together.change,
    read: guarded,
    close: () => {
      if (!sql.isOpen) return;
      together.flush();
      guarded(() => sql.close());
    },
  };
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
