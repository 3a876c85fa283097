import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { memoryStore } from '#adapters/memory/store.ts';
import { openSqliteStore } from '#adapters/sqlite/store.ts';
import type { Commit, Store } from '#ports/store.ts';
import { incidentId, nextCommit, openingCommit } from '#testkit/commits.ts';

const now = 1_795_000_000_000;
const movesEach = 4;

/** `node --expose-gc bench/store.ts [commits]`: commits a second beside a loop that only inserts the same documents, in the same run. */
async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 5000);
  const durableCount = Math.ceil(count / 10);
  const commits = made(count);
  const folder = mkdtempSync(join(tmpdir(), 'selfheal-bench-'));
  const documentBytes = Math.round(commits.reduce((sum, { incident }) => sum + JSON.stringify(incident).length, 0) / count);
  print(
    `${count} commits (${durableCount} durable ones), documents of ${documentBytes} bytes, one entry each; one in ${1 + movesEach} takes two claims`,
  );
  try {
    rawInserts(join(folder, 'warm.db'), commits.slice(0, 500), 'NORMAL');
    await stored(openSqliteStore(join(folder, 'warm-store.db')), commits.slice(0, 500));
    const raw = await measured('raw INSERT, WAL NORMAL', count, () => rawInserts(join(folder, 'raw.db'), commits, 'NORMAL'));
    const rawDurable = await measured('raw INSERT, WAL FULL', durableCount, () =>
      rawInserts(join(folder, 'full.db'), commits.slice(0, durableCount), 'FULL'),
    );
    report(raw);
    report(rawDurable);
    report(await measured('memory', count, () => stored(memoryStore(), commits)), raw);
    report(await measured('sqlite', count, () => stored(openSqliteStore(join(folder, 'store.db')), commits)), raw);
    const durable = commits.slice(0, durableCount).map((commit) => ({ ...commit, durable: true }));
    report(await measured('sqlite, durable', durableCount, () => stored(openSqliteStore(join(folder, 'durable.db')), durable)), rawDurable);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Measured {
  readonly name: string;
  readonly perSecond: number;
  readonly heapMb: number;
  readonly rssMb: number;
}

/** What was measured stays reachable until the end, else there would be no memory to measure. */
const kept = new Set<unknown>();

async function measured(name: string, count: number, work: () => unknown): Promise<Measured> {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const start = performance.now();
  const held = await work();
  const seconds = (performance.now() - start) / 1000;
  globalThis.gc?.();
  const after = process.memoryUsage();
  kept.add(held);
  return { name, perSecond: count / seconds, heapMb: mb(after.heapUsed - before.heapUsed), rssMb: mb(after.rss - before.rss) };
}

function report({ name, perSecond, heapMb, rssMb }: Measured, raw?: Measured): void {
  const ratio = raw === undefined ? '' : `${(perSecond / raw.perSecond).toFixed(2)} × ${raw.name}`;
  print(
    `${name.padEnd(24)} ${perSecond.toFixed(0).padStart(8)}/s  heap ${heapMb.toFixed(1).padStart(6)} MB  rss ${rssMb.toFixed(1).padStart(6)} MB  ${ratio}`,
  );
}

function made(count: number): readonly Commit[] {
  const commits: Commit[] = [];
  const why = 'the bucket became readable by everybody '.repeat(40);
  for (let n = 0; commits.length < count; n++) {
    const owner = incidentId(n);
    const take = [
      { key: `fingerprint:f${n}`, owner },
      { key: `event:e${n}`, owner, until: now + 60_000 },
    ] as const;
    let commit = openingCommit(n, { why, due: now + n }, { take });
    commits.push(commit);
    for (let move = 0; move < movesEach; move++) {
      commit = nextCommit(commit.incident, { stage: move % 2 === 0 ? 'decision' : 'remediation', due: now + n + move });
      commits.push(commit);
    }
  }
  return commits.slice(0, count);
}

/** Gives the store back, so that what it holds is still there when memory is measured. */
async function stored(store: Store, commits: readonly Commit[]): Promise<Store> {
  for (const commit of commits) {
    const answer = await store.commit(commit, now);
    if (!answer.committed) throw new Error(`a commit of the benchmark was refused: ${answer.because}`);
  }
  await store.close();
  return store;
}

function rawInserts(path: string, commits: readonly Commit[], synchronous: 'NORMAL' | 'FULL'): void {
  const sql = new DatabaseSync(path);
  sql.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; CREATE TABLE documents (id INTEGER PRIMARY KEY, document TEXT)`,
  );
  const insert = sql.prepare('INSERT INTO documents (document) VALUES (?)');
  for (const { incident } of commits) insert.run(JSON.stringify(incident));
  sql.close();
}

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const mb = (bytes: number): number => bytes / 1024 / 1024;

await main();
