import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { fileBlobs } from '#adapters/files/blobs.ts';
import { randomIds } from '#adapters/memory/ids.ts';
import { priceTable } from '#adapters/prices/price-table.ts';
import { openSqliteStore } from '#adapters/sqlite/store.ts';
import { openCatalogue } from '#catalogue/catalogue.ts';
import { cloudtrail } from '#catalogue/sources/cloudtrail.ts';
import { parsePolicy } from '#config/load-policy.ts';
import { brokenAt, type Entry } from '#domain/entry.ts';
import type { Json } from '#domain/json.ts';
import { resourceKey } from '#domain/resource-ref.ts';
import type { Cloud } from '#ports/cloud.ts';
import type { Log } from '#ports/log.ts';
import type { Commit, Store } from '#ports/store.ts';
import { type BucketWorld, bucketWorld, closedBlock } from '#testkit/bucket-world.ts';
import { openEngine } from '#worlds/engine.ts';

/**
 * What healing costs beside AWS: CloudTrail events of opened buckets go through the whole journalled loop (SQLite with durable intents, file
 * blobs) against a fake AWS that answers at once, with agreement reads that do not wait. Beside it, in the same run, the bare SQLite commits that
 * such incidents need. `node --expose-gc bench/heal.ts [incidents] [--json]`; `taskset -c 0` before it for one core; 100000 to see memory.
 */
const count = Math.max(100, process.argv.slice(2).map(Number).find(Number.isInteger) ?? 10_000);
const atOnce = 32;
const bucketsPerAccount = 1000;
const aloneCount = 200;
const parts = 10;
const referenceEach = 200;
const longestMs = 15 * 60_000;
const stalledMs = 30_000;

/** Counted as always, with room for all. */
const policy = parsePolicy('limits: { perHour: { type: 1000000, action: 1000000, account: 1000000, overall: 1000000 } }', 'bench');
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const mb = (bytes: number): number => bytes / 2 ** 20;
const quantile = (times: Float64Array, part: number): number => times.toSorted()[Math.floor((times.length - 1) * part)] ?? 0;
const silent = (): void => undefined;
const log: Log = { debug: silent, info: silent, warn: (message) => void print(message), error: (message) => void print(message) };

interface Accounts {
  readonly cloud: Cloud;
  /** The next event, and the key of the bucket that it is about. */
  next(): { readonly key: string; readonly event: Json };
  ended(account: string): void;
  /** Accounts whose every bucket was closed by exactly one write, and accounts where that is not so. */
  readonly closed: { readonly rightly: number; readonly wrongly: number };
}

/** Accounts of a thousand opened buckets each, forgotten once all incidents there have ended: the fake AWS itself must not grow. */
function openedAccounts(): Accounts {
  const worlds = new Map<string, BucketWorld & { open: number }>();
  const closed = { rightly: 0, wrongly: 0 };
  let made = 0;
  const worldOf = (account: string): BucketWorld & { open: number } => {
    const known = worlds.get(account);
    if (known !== undefined) return known;
    const world = { ...bucketWorld(bucketsPerAccount, { partition: 'aws', account, region: 'us-east-1' }), open: bucketsPerAccount };
    for (const [index, bucket] of [...world.buckets.values()].entries())
      bucket.block = index % 8 === 0 ? undefined : { ...closedBlock, BlockPublicAcls: false, IgnorePublicAcls: index % 2 === 0 };
    worlds.set(account, world);
    return world;
  };
  const cloud: Cloud = {
    reader: (site) => worldOf(site.account).cloud.reader(site),
    writer: (site, incident) => {
      const { session, send } = worldOf(site.account).cloud.writer(site, incident);
      const sent = async (call: Parameters<typeof send>[0]): ReturnType<typeof send> => {
        const { requestId, milliseconds } = await send(call);
        return { requestId: `${site.account}-${requestId}`, milliseconds };
      };
      return { session, send: sent };
    },
  };
  return {
    cloud,
    closed,
    next() {
      const account = String(100_000_000_000 + Math.floor(made / bucketsPerAccount));
      const ref = worldOf(account).ref(`bucket-${String((made % bucketsPerAccount) + 1).padStart(4, '0')}`);
      made += 1;
      return { key: resourceKey(ref), event: opened(account, ref.id, made) };
    },
    ended(account) {
      const { cloud: aws, buckets } = worldOf(account);
      worldOf(account).open -= 1;
      if (worldOf(account).open > 0) return;
      worlds.delete(account);
      const written = new Set(aws.sent.map(({ input }) => JSON.stringify(input)));
      const right = written.size === bucketsPerAccount && aws.sent.length === bucketsPerAccount;
      closed[right && [...buckets.values()].every(({ block }) => block?.BlockPublicAcls) ? 'rightly' : 'wrongly'] += 1;
    },
  };
}

const sample = JSON.stringify(cloudtrail.sample);

/** The sample of our CloudTrail source about another bucket. */
function opened(account: string, bucket: string, number: number): Json {
  const event: Json = JSON.parse(
    sample
      .replaceAll('111122223333', account)
      .replaceAll('invoices-eu', bucket)
      .replaceAll('eu-west-1', 'us-east-1')
      // One role that opens fifty buckets in ten minutes would be a story of its own.
      .replaceAll('Developer', `Developer-${Math.floor(number / 40)}`)
      .replace('EXAMPLE5T6JX0Q2R', `request-${number}`)
      .replace('7d0f1c52-8d5e-4c57-8f57-0c4f64c7a3de', `event-${number}`),
  );
  return event;
}

interface Sample {
  readonly incidents: number;
  readonly perSecond: number;
  readonly rssMb: number;
  readonly heapMb: number;
}

interface Measured {
  readonly times: Float64Array;
  readonly samples: readonly Sample[];
  readonly seconds: number;
  readonly cpuMs: number;
}

/** All incidents, 32 at once; after every tenth a look at memory and a turn of the reference, so that both meet the same machine. */
async function measured(heal: () => Promise<number>, between: () => void): Promise<Measured> {
  const times = new Float64Array(count);
  const samples: Sample[] = [];
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  let [next, wallMs, cpuMs] = [0, 0, 0];
  const deadline = performance.now() + longestMs;
  const over = (): boolean => performance.now() > deadline || stopping.signal.aborted;
  for (let part = 1; part <= parts && !over(); part++) {
    const [first, end] = [next, Math.round((count * part) / parts)];
    const lane = async (): Promise<void> => {
      while (next < end && !over()) {
        const index = next++;
        times[index] = await heal();
      }
    };
    const [cpu, start] = [process.cpuUsage(), performance.now()];
    await Promise.all(Array.from({ length: atOnce }, lane));
    const [ms, used] = [performance.now() - start, process.cpuUsage(cpu)];
    wallMs += ms;
    cpuMs += (used.user + used.system) / 1000;
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    samples.push({ incidents: next, perSecond: ((next - first) * 1000) / ms, rssMb: mb(rss), heapMb: mb(heapUsed) });
    between();
  }
  return { times: times.subarray(0, next), samples, seconds: wallMs / 1000, cpuMs: cpuMs / next };
}

/** The least that such incidents cost in SQLite: the same documents and entries, a transaction a commit, the durable ones flushed. */
function reference(path: string, commits: readonly Commit[]): { turn(): void; perSecond(): number; close(): void } {
  const sql = new DatabaseSync(path);
  sql.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE incidents (id TEXT PRIMARY KEY, document TEXT);
    CREATE TABLE entries (chain TEXT, seq INTEGER, hash TEXT, bytes TEXT, PRIMARY KEY (chain, seq)) WITHOUT ROWID`);
  const put = sql.prepare('INSERT INTO incidents VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET document = excluded.document');
  const add = sql.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)');
  let [number, ms] = [0, 0];
  return {
    turn() {
      const start = performance.now();
      for (const end = number + referenceEach; number < end; number++) {
        for (const { incident, entries, durable = false } of commits) {
          if (durable) sql.exec('PRAGMA synchronous = FULL');
          sql.exec('BEGIN IMMEDIATE');
          put.run(`inc-${number}`, JSON.stringify(incident));
          for (const { seq, hash, bytes } of entries) add.run(`inc-${number}`, seq, hash, bytes);
          sql.exec('COMMIT');
          if (durable) sql.exec('PRAGMA synchronous = NORMAL');
        }
      }
      ms += performance.now() - start;
    },
    perSecond: () => (number * 1000) / ms,
    close: () => sql.close(),
  };
}

/** Reads every ledger from the file again: does it hold, and does the document carry its newest entry? */
async function verified(path: string): Promise<{ readonly ledgers: number; readonly healed: number; readonly broken: number }> {
  const store = openSqliteStore(path);
  let [ledgers, healed, broken] = [0, 0, 0];
  let cursor: string | undefined;
  do {
    const page = await store.incidents({ by: 'opened' }, { limit: 500, cursor });
    for (const { id, stage, head, entries: length } of page.items) {
      const entries: Entry[] = [];
      for await (const entry of store.entries(id)) entries.push(entry);
      const newest = entries.at(-1);
      ledgers += 1;
      if (stage === 'healed') healed += 1;
      if (brokenAt(entries) !== undefined || newest?.hash !== head || newest.seq !== length) broken += 1;
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  await store.close();
  return { ledgers, healed, broken };
}

/** Least squares over the resident memory after the warm-up: megabytes with 10,000 incidents more. */
function slope(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(samples.map(({ incidents }) => incidents)), mean(samples.map(({ rssMb }) => rssMb))];
  const above = samples.reduce((sum, { incidents, rssMb }) => sum + (incidents - x) * (rssMb - y), 0);
  return (above / samples.reduce((sum, { incidents }) => sum + (incidents - x) ** 2, 0)) * 10_000;
}

async function main(folder: string): Promise<void> {
  const path = join(folder, 'journal.db');
  const accounts = openedAccounts();
  const sqlite = openSqliteStore(path);
  const waiting = new Map<string, () => void>();
  const commits = new Map<string, Commit[]>();
  const store: Store = {
    ...sqlite,
    async commit(change, now) {
      const committed = await sqlite.commit(change, now);
      const { resource, closedAt } = change.incident;
      commits.get(resourceKey(resource))?.push(change);
      if (committed.committed && closedAt !== undefined) {
        accounts.ended(resource.account);
        waiting.get(resourceKey(resource))?.();
        waiting.delete(resourceKey(resource));
      }
      return committed;
    },
  };
  const world = {
    blobs: fileBlobs({ dir: join(folder, 'blobs'), key: randomBytes(32) }),
    catalogue: await openCatalogue(),
    clock: { now: () => Date.now(), sleep: () => turn() },
    policy: () => policy,
    store,
    cloud: accounts.cloud,
    prices: priceTable,
    ids: randomIds,
    log,
    agreementMs: 100,
    process: 'bench',
  };
  const engine = openEngine({ ...world, defaultMode: 'autopilot' }, { sites: () => [], close: () => store.close() });
  /** Milliseconds from the event's arrival to the commit that ends its incident. */
  const heal = async (watched?: Commit[]): Promise<number> => {
    const { key, event } = accounts.next();
    const ended = Promise.withResolvers<void>();
    waiting.set(key, ended.resolve);
    if (watched !== undefined) commits.set(key, watched);
    const late = setTimeout(() => ended.reject(new Error(`${key} was not healed within ${stalledMs / 1000} s`)), stalledMs);
    const start = performance.now();
    const [reception] = await engine.receive(event, true);
    if (reception?.became !== 'opened') throw new Error(`an event opened nothing: ${JSON.stringify(reception)}`);
    await ended.promise;
    clearTimeout(late);
    commits.delete(key);
    return performance.now() - start;
  };

  for (let number = 0; number < aloneCount; number++) await heal();
  const alone = new Float64Array(aloneCount);
  const watched: Commit[] = [];
  for (let number = 0; number < aloneCount; number++) alone[number] = await heal(number === 0 ? watched : undefined);
  const bare = reference(join(folder, 'reference.db'), watched);
  const { times, samples, seconds, cpuMs } = await measured(heal, () => bare.turn());
  const [perSecond, referencePerSecond] = [times.length / seconds, bare.perSecond()];
  bare.close();
  await engine.close();
  const { ledgers, healed, broken } = await verified(path);
  const [p50Ms, p95Ms] = [quantile(times, 0.5), quantile(times, 0.95)];
  const [aloneP50Ms, aloneP95Ms] = [quantile(alone, 0.5), quantile(alone, 0.95)];
  const [ratio, slopeMb] = [perSecond / referencePerSecond, slope(samples.slice(1))];

  for (const { incidents, perSecond: rate, rssMb, heapMb } of samples)
    print(`${incidents} incidents: ${rate.toFixed(0)}/s, ${rssMb.toFixed(0)} MB resident, ${heapMb.toFixed(1)} MB heap`);
  print(`${perSecond.toFixed(0)} healed a second, ${ratio.toFixed(3)} × the bare SQLite commits (${referencePerSecond.toFixed(0)}/s)`);
  print(`${cpuMs.toFixed(2)} ms of CPU an incident, all threads, the fake AWS included`);
  print(
    `p50 ${p50Ms.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms with ${atOnce} at once; one by one ${aloneP50Ms.toFixed(1)}, ${aloneP95Ms.toFixed(1)} ms`,
  );
  print(`${ledgers} ledgers read again, ${broken} broken; ${healed} incidents are healed`);
  print(`${accounts.closed.rightly} accounts had every bucket closed by exactly one write, ${accounts.closed.wrongly} had not`);
  if (samples.length > 2) print(`memory grows by ${slopeMb.toFixed(2)} MB with 10,000 incidents`);
  const figures = { perSecond, referencePerSecond, ratio, cpuMs, p50Ms, p95Ms, aloneP50Ms, aloneP95Ms, slopeMb, samples };
  if (process.argv.includes('--json')) print(JSON.stringify({ incidents: times.length, ledgers, healed, broken, ...figures }));
  if (broken > 0 || accounts.closed.wrongly > 0 || healed !== ledgers || ledgers !== times.length + 2 * aloneCount) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), 'selfheal-bench-'));
try {
  await main(folder);
} finally {
  rmSync(folder, { recursive: true });
}
