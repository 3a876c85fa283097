import type { DatabaseSync } from 'node:sqlite';
import { HealError } from '#domain/heal-error.ts';

/** Each step brings a file from the version of its index to the next; steps are only ever added. */
const steps = [
  `
  CREATE TABLE incidents (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    account TEXT NOT NULL,
    place TEXT NOT NULL,
    resource TEXT NOT NULL,
    due INTEGER,
    document TEXT NOT NULL
  ) STRICT;
  CREATE INDEX incidents_by_opened ON incidents (opened_at, id);
  CREATE INDEX incidents_by_account ON incidents (account, opened_at, id);
  CREATE INDEX incidents_by_place ON incidents (place, opened_at, id);
  CREATE INDEX incidents_by_resource ON incidents (resource, opened_at, id);
  CREATE INDEX incidents_by_due ON incidents (due, id) WHERE due IS NOT NULL;
  CREATE TABLE entries (
    chain TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    bytes TEXT NOT NULL,
    PRIMARY KEY (chain, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE claims (key TEXT PRIMARY KEY, owner TEXT NOT NULL, until INTEGER) STRICT, WITHOUT ROWID;
  CREATE INDEX claims_by_until ON claims (until) WHERE until IS NOT NULL;
  CREATE TABLE tallies (key TEXT PRIMARY KEY, count INTEGER NOT NULL, keep_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX tallies_by_keep_until ON tallies (keep_until);
  CREATE TABLE kept (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
] as const;

/** Brings a file to the schema of this version of Selfheal, inside the caller's transaction. Throws HealError `bad-state` for a newer one. */
export function migrate(sql: DatabaseSync, path: string): void {
  const version = Number(sql.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > steps.length)
    throw new HealError(
      'bad-state',
      `${path} has schema version ${version}, this Selfheal knows versions up to ${steps.length}. Use the Selfheal that wrote it, or a newer one.`,
      { details: { path, version, known: steps.length } },
    );
  for (const step of steps.slice(version)) sql.exec(step);
  if (version < steps.length) sql.exec(`PRAGMA user_version = ${steps.length}`);
}
