import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collected, incidentId, nextCommit, openingCommit } from '#testkit/commits.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { openDatabase } from './database.ts';
import { listingSql } from './listings.ts';
import { openSqliteStore } from './store.ts';

const now = 1_795_000_000_000;

describe('a store file', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let path: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    path = join(folder.path, 'store.db');
  });
  afterEach(() => folder.remove());

  it.each(Object.entries(listingSql))('serves the listing %s from one index and sorts nothing', (_, text) => {
    const { sql, close } = openDatabase(path);
    const plan = sql
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all({ ...(text.includes(':key') ? { key: 'x' } : {}), at: 1, id: 'x', limit: 1 });
    close();
    expect(plan.map((row) => String(row['detail']))).toEqual([expect.stringMatching(/^SEARCH incidents USING INDEX incidents_by_\w+ /)]);
  });

  it('says that the disk is full, stores nothing of that commit, and goes on when there is room', async () => {
    const database = openDatabase(path);
    const { sql } = database;
    const pages = Number(sql.prepare('PRAGMA page_count').get()?.['page_count']);
    sql.exec(`PRAGMA max_page_count = ${pages + 2}`);
    const insert = sql.prepare('INSERT INTO kept (key, value) VALUES (?, ?)');
    const fill = () =>
      database.change(() => {
        insert.run('small', 'x');
        insert.run('large', 'x'.repeat(100_000));
        return { answer: undefined };
      });
    await expect(fill()).rejects.toMatchObject({ code: 'disk-full', retry: 'later' });
    expect(sql.prepare('SELECT count(*) AS n FROM kept').get()).toEqual({ n: 0 });
    sql.exec('PRAGMA max_page_count = 100000');
    await fill();
    expect(sql.prepare('SELECT count(*) AS n FROM kept').get()).toEqual({ n: 2 });
    database.close();
  });

  it('commits what comes together at once, and takes back only what is to be taken back', async () => {
    const { sql, change, close } = openDatabase(path);
    const insert = sql.prepare('INSERT INTO kept (key, value) VALUES (?, ?)');
    const put = (key: string, more: { rollback?: true; throws?: true } = {}) =>
      change(() => {
        insert.run(key, 'x');
        if (more.throws === true) throw new Error(`no ${key}`);
        return { answer: key, ...more };
      });
    const other = new DatabaseSync(path);
    const othersSee = other.prepare('SELECT count(*) AS n FROM kept');
    const look = () => change(() => ({ answer: Number(othersSee.get()?.['n']) }));
    const all = await Promise.allSettled([
      put('a'),
      put('b', { rollback: true }),
      put('c', { throws: true }),
      put('d'),
      put('a'),
      look().then((count) => expect(count, 'before the commit others see nothing').toBe(0)),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(sql.prepare('SELECT key FROM kept ORDER BY key').all()).toEqual([{ key: 'a' }, { key: 'd' }]);
    expect(await look()).toBe(2);
    other.close();
    close();
  });

  it('of a group that does not fit on the disk keeps what fits alone', async () => {
    const database = openDatabase(path);
    const { sql } = database;
    sql.exec(`PRAGMA max_page_count = ${Number(sql.prepare('PRAGMA page_count').get()?.['page_count']) + 2}`);
    const insert = sql.prepare('INSERT INTO kept (key, value) VALUES (?, ?)');
    const put = (key: string, length: number) => database.change(() => ({ answer: void insert.run(key, 'x'.repeat(length)) }));
    const all = await Promise.allSettled([put('small', 10), put('large', 100_000), put('smaller', 5)]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(sql.prepare('SELECT key FROM kept ORDER BY key').all()).toEqual([{ key: 'small' }, { key: 'smaller' }]);
    database.close();
  });

  it('of a newer Selfheal is refused', async () => {
    await openSqliteStore(path).close();
    const sql = new DatabaseSync(path);
    sql.exec('PRAGMA user_version = 99');
    sql.close();
    expect(() => openSqliteStore(path)).toThrow(expect.objectContaining({ code: 'bad-state', details: { path, version: 99, known: 1 } }));
  });

  it('that is no database is refused, and so is one in a folder that does not exist', async () => {
    await writeFile(path, 'this is a shopping list, not a database '.repeat(200));
    expect(() => openSqliteStore(path)).toThrow(expect.objectContaining({ code: 'bad-state' }));
    expect(() => openSqliteStore(join(folder.path, 'none', 'store.db'))).toThrow(expect.objectContaining({ code: 'not-allowed' }));
  });

  it('notices an incident whose document was damaged, and a ledger that was cut', async () => {
    const store = openSqliteStore(path);
    const { incident } = openingCommit(1);
    await store.commit(openingCommit(1), now);
    await store.commit(openingCommit(2), now);
    const sql = new DatabaseSync(path);
    sql.exec(`UPDATE incidents SET document = '{"id": 1}' WHERE id = '${incidentId(2)}'`);
    sql.exec(`UPDATE incidents SET hash = 'forged' WHERE id = '${incident.id}'`);
    sql.close();
    await expect(store.incident(incidentId(2))).rejects.toMatchObject({ code: 'bad-state' });
    await expect(store.commit(nextCommit(incident), now)).rejects.toMatchObject({ code: 'ledger-broken' });
    expect(await collected(store.entries(incident.id))).toHaveLength(1);
    await store.close();
  });

  it('flushes the disk for what is durable and for nothing else', async () => {
    const { sql, change, close } = openDatabase(path);
    const level = (): unknown => sql.prepare('PRAGMA synchronous').get()?.['synchronous'];
    const [normal, full] = [1, 2];
    expect(await change(() => ({ answer: level() }))).toBe(normal);
    expect(await change(() => ({ answer: level() }), { durable: true })).toBe(full);
    expect(await change(() => ({ answer: level() }))).toBe(normal);
    close();
  });

  it('forgets claims and tallies long after they expired', async () => {
    const store = openSqliteStore(path);
    await store.take({ key: 'event:old', owner: 'a', until: now }, now - 1);
    await store.take({ key: 'stop:all', owner: 'a' }, now);
    const day = 86_400_000;
    for (let n = 0; n < 256; n++)
      await store.commit(openingCommit(n, {}, { tally: [{ key: `window-${n}`, limit: 1, keepUntil: now }] }), now + day);
    const sql = new DatabaseSync(path);
    expect(sql.prepare('SELECT key FROM claims').all()).toEqual([{ key: 'stop:all' }]);
    expect(sql.prepare('SELECT key FROM tallies').all()).toEqual([]);
    sql.close();
    await store.close();
  });

  it('says so when it is used after it was closed', async () => {
    const store = openSqliteStore(path);
    await store.close();
    await store.close();
    await expect(store.kept('key')).rejects.toMatchObject({ code: 'not-running' });
  });
});
