import type { DatabaseSync } from 'node:sqlite';
import { broken } from '#adapters/memory/checked-commit.ts';
import type { Entry } from '#domain/entry.ts';

const pageLength = 256;

/** The chains of entries in a file. */
interface Ledger {
  /** Inside the caller's transaction. Throws HealError `ledger-broken` when there is an entry with this number already. */
  add(chain: string, entry: Entry): void;
  newest(chain: string): Entry | undefined;
  /** The next few hundred entries after a number; none at the end. */
  page(chain: string, after: number): readonly Entry[];
}

/** Prepares the statements once. */
export function ledger(sql: DatabaseSync): Ledger {
  const insert = sql.prepare('INSERT INTO entries (chain, seq, hash, bytes) VALUES (:chain, :seq, :hash, :bytes) ON CONFLICT DO NOTHING');
  const newest = sql.prepare('SELECT seq, hash, bytes FROM entries WHERE chain = :chain ORDER BY seq DESC LIMIT 1');
  const page = sql.prepare('SELECT seq, hash, bytes FROM entries WHERE chain = :chain AND seq > :after ORDER BY seq LIMIT :limit');
  return {
    add: (chain, { seq, hash, bytes }) => {
      if (insert.run({ chain, seq, hash, bytes }).changes === 0) throw broken(chain, `there is an entry ${seq} already`);
    },
    newest: (chain) => {
      const row = newest.get({ chain });
      return row && entryOf(row);
    },
    page: (chain, after) => page.all({ chain, after, limit: pageLength }).map(entryOf),
  };
}

const entryOf = (row: Readonly<Record<string, unknown>>): Entry => ({
  seq: Number(row['seq']),
  hash: String(row['hash']),
  bytes: String(row['bytes']),
});
