import { broken, checkCommit, checkNext, refuseIncidentChain } from '#adapters/memory/checked-commit.ts';
import { keysOf, readIncident } from '#adapters/memory/stored-incident.ts';
import { type Entry, genesis } from '#domain/entry.ts';
import type { Commit, Committed, Store } from '#ports/store.ts';
import { claims } from './claims.ts';
import { openDatabase } from './database.ts';
import { ledger } from './ledger.ts';
import { listings } from './listings.ts';

/** How many changes go by between two sweeps of expired claims. */
const sweepEvery = 256;

/** Opens the store in one SQLite file, which several processes may use at once. Throws HealError. */
export function openSqliteStore(path: string): Store {
  const database = openDatabase(path);
  const { sql, change, read } = database;
  const held = claims(sql);
  const chains = ledger(sql);
  const list = listings(sql);
  const select = sql.prepare('SELECT document FROM incidents WHERE id = :id');
  const selectHead = sql.prepare('SELECT version, seq FROM incidents WHERE id = :id');
  const insert = sql.prepare(
    `INSERT INTO incidents (id, version, seq, hash, opened_at, account, place, resource, due, document)
     VALUES (:id, :version, :seq, :hash, :openedAt, :account, :place, :resource, :due, :document) ON CONFLICT (id) DO NOTHING`,
  );
  // SQLite writes every index whose column is set, changed or not: what an incident keeps for life is only compared.
  const update = sql.prepare(
    `UPDATE incidents SET version = :version, seq = :seq, hash = :hash, place = :place, due = :due, document = :document
     WHERE id = :id AND version = :from AND seq = :fromSeq AND hash = :fromHash
       AND opened_at = :openedAt AND account = :account AND resource = :resource`,
  );
  const updateAll = sql.prepare(
    `UPDATE incidents SET version = :version, seq = :seq, hash = :hash, opened_at = :openedAt, account = :account, place = :place,
       resource = :resource, due = :due, document = :document
     WHERE id = :id AND version = :from AND seq = :fromSeq AND hash = :fromHash`,
  );
  const keep = sql.prepare('INSERT INTO kept (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value');
  const kept = sql.prepare('SELECT value FROM kept WHERE key = :key');
  let changes = 0;

  const write = ({ incident, from }: Commit, document: string, follows: { readonly seq: number; readonly hash: string }): boolean => {
    const keys = keysOf(incident);
    const row = { ...keys, due: keys.due ?? null, version: incident.version, seq: incident.entries, hash: incident.head, document };
    if (from === 'new') return insert.run(row).changes === 1;
    const change = { ...row, from, fromSeq: follows.seq, fromHash: follows.hash };
    if (update.run(change).changes === 1 || updateAll.run(change).changes === 1) return true;
    const stored = selectHead.get({ id: incident.id });
    if (stored?.['version'] === from)
      throw broken(incident.id, `its newest entry is ${stored['seq']}, the commit follows another one with number ${follows.seq}`);
    return false;
  };
  const refusal = ({ take = [], drop = [], tally = [] }: Commit, now: number): Committed | undefined => {
    for (const claim of drop) held.drop(claim);
    for (const claim of take) {
      const holder = held.take(claim, now);
      if (holder !== undefined) return { committed: false, because: 'held', claim: holder };
    }
    const over = tally.find((one) => !held.count(one));
    return over && { committed: false, because: 'over-limit', key: over.key };
  };

  return {
    async commit(wanted, now) {
      const { text, follows } = checkCommit(wanted);
      return await change<Committed>(
        () => {
          if (!write(wanted, text, follows)) return { answer: { committed: false, because: 'moved-on' }, rollback: true };
          const refused = refusal(wanted, now);
          if (refused !== undefined) return { answer: refused, rollback: true };
          for (const entry of wanted.entries) chains.add(wanted.incident.id, entry);
          changes += 1;
          if (changes % sweepEvery === 0) held.sweep(now);
          return { answer: { committed: true } };
        },
        { durable: wanted.durable },
      );
    },
    async incident(id) {
      const row = read(() => select.get({ id }));
      return row && readIncident(id, String(row['document']));
    },
    async incidents(listing, page) {
      return read(() => list(listing, page));
    },
    async *entries(chain, after = 0) {
      let last = after;
      for (;;) {
        const page = read(() => chains.page(chain, last));
        yield* page;
        const newest = page.at(-1);
        if (newest === undefined) return;
        last = newest.seq;
      }
    },
    async append(chain, make) {
      refuseIncidentChain(chain);
      return await change<Entry>(() => {
        const head = chains.newest(chain) ?? genesis;
        const entry = make({ seq: head.seq, hash: head.hash });
        checkNext(chain, head, entry);
        chains.add(chain, entry);
        return { answer: entry };
      });
    },
    async holder(key, now) {
      return read(() => held.holder(key, now));
    },
    async take(claim, now) {
      // A stop must survive a power cut. A resource that is held needs no flush of its own: the intent before each write flushes it too.
      return await change(() => ({ answer: held.take(claim, now) }), { durable: claim.key.startsWith('stop:') });
    },
    async drop(claim) {
      await change(() => ({ answer: held.drop(claim) }));
    },
    async keep(key, value) {
      await change(() => ({ answer: void keep.run({ key, value }) }));
    },
    async kept(key) {
      const row = read(() => kept.get({ key }));
      return row && String(row['value']);
    },
    async close() {
      database.close();
    },
  };
}
