import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const fileOf = (dataDir: string): string => join(dataDir, 'up.lock');

/** Held while an `up` runs in a folder; the system gives it back however that process ends. */
export interface UpLock {
  release(): void;
}

/** Takes the folder for this process; nothing when another `up` has it. The folder must be there. */
export function takeUpLock(dataDir: string): UpLock | undefined {
  const file = new DatabaseSync(fileOf(dataDir), { timeout: 1_000 });
  try {
    // Nothing is ever written, so nothing needs a journal, which a killed process would leave behind.
    file.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
    return { release: () => file.close() };
  } catch (error) {
    file.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** Does an `up` run in this folder? */
export function isUp(dataDir: string): boolean {
  if (!existsSync(fileOf(dataDir))) return false;
  const file = new DatabaseSync(fileOf(dataDir), { readOnly: true, timeout: 0 });
  try {
    file.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    file.close();
  }
}

/** SQLITE_BUSY, sqlite.org/rescode.html. */
const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === 5;
