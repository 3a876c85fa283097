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
import { emptyPolicy } from '#config/load-policy.ts';
import { brokenAt, type Entry } from '#domain/entry.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import { resourceKey, type Site } from '#domain/resource-ref.ts';
import type { Cloud } from '#ports/cloud.ts';
import type { Log } from '#ports/log.ts';
import type { Commit, Store } from '#ports/store.ts';
import { type BucketWorld, bucketWorld, closedBlock } from '#testkit/bucket-world.ts';
import { type Engine, openEngine } from '#worlds/engine.ts';

/**
 * What healing costs us beside AWS: CloudTrail events of opened buckets go through the whole journalled loop (SQLite with durable intents, file
 * blobs) against a fake AWS that answers at once, and agreement reads do not wait. Beside it, in the same run, the bare SQLite commits that such
 * incidents need. Run: `node --expose-gc bench/heal.ts [incidents] [--json]`, with `taskset -c 0` before it for one core; 100000 shows memory.
 */
const numbers = process.argv.slice(2).map(Number).filter(Number.isInteger);
const count = Math.max(100, numbers[0] ?? 10_000);
const atOnce = 32;
const bucketsPerAccount = 1000;
const aloneCount = 200;
const parts = 10;
const referenceEach = 200;
const longestMs = 15 * 60_000;
const stalledMs = 30_000;

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());

/** Accounts full of opened buckets: a world a thousand incidents, forgotten once all its buckets are closed. */
class Accounts {
  readonly #worlds = new Map<string, BucketWorld & { open: number }>();
  /** Accounts whose every bucket was closed by exactly one write, and those where that is not so. */
  readonly closed = { rightly: 0, wrongly: 0 };

  readonly cloud: Cloud = {
    reader: (site) => this.#of(site.account).cloud.reader(site),
    writer: (site, incident) => {
      const writer = this.#of(site.account).cloud.writer(site, incident);
      return {
        session: writer.session,
        send: async (call) => {
          const { requestId, milliseconds } = await writer.send(call);
          return { requestId: `${site.account}-${requestId}`, milliseconds };
        },
      };
    },
  };

  event(number: number): { readonly key: string; readonly event: Json } {
    const account = String(100_000_000_000 + Math.floor(number / bucketsPerAccount));
    const world = this.#worlds.get(account) ?? this.#make(account);
    const ref = world.ref(`bucket-${String((number % bucketsPerAccount) + 1).padStart(4, '0')}`);
    return { key: resourceKey(ref), event: opened(world.site, ref.id, number) };
  }

  ended({ resource: { account } }: IncidentDocument): void {
    const world = this.#of(account);
    world.open -= 1;
    if (world.open > 0) return;
    const names = new Set(world.cloud.sent.map(({ input }) => JSON.stringify(input)));
    const right = names.size === world.cloud.sent.length && [...world.buckets.values()].every(({ block }) => block?.BlockPublicAcls);
    this.closed[right && names.size === bucketsPerAccount ? 'rightly' : 'wrongly'] += 1;
    this.#worlds.delete(account);
  }

  #of(account: string): BucketWorld & { open: number } {
    const world = this.#worlds.get(account);
    if (world === undefined) throw new Error(`the benchmark has no account ${account} any more`);
    return world;
  }

  #make(account: string): BucketWorld {
    const world = { ...bucketWorld(bucketsPerAccount, { partition: 'aws', account, region: 'us-east-1' }), open: bucketsPerAccount };
    for (const [index, bucket] of [...world.buckets.values()].entries())
      bucket.block = index % 8 === 0 ? undefined : { ...closedBlock, BlockPublicAcls: false, IgnorePublicAcls: index % 2 === 0 };
    this.#worlds.set(account, world);
    return world;
  }
}

function opened({ account, region }: Site, bucketName: string, number: number): Json {
  const time = new Date().toISOString();
  const identity = { type: 'AssumedRole', arn: `arn:aws:sts::${account}:assumed-role/Developer/anna`, accountId: account };
  const issuer = { type: 'Role', arn: `arn:aws:iam::${account}:role/Developer`, accountId: account, userName: 'Developer' };
  return {
    version: '0',
    id: `event-${number}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        ...identity,
        sessionContext: { sessionIssuer: issuer, attributes: { mfaAuthenticated: 'true', creationDate: time } },
      },
      eventTime: time,
      eventSource: 's3.amazonaws.com',
      eventName: 'DeleteBucketPublicAccessBlock',
      awsRegion: region,
      sourceIPAddress: '198.51.100.7',
      userAgent: 'aws-cli/2.31.0',
      requestParameters: { bucketName, publicAccessBlock: '', Host: `${bucketName}.s3.${region}.amazonaws.com` },
      responseElements: null,
      requestID: `request-${number}`,
      eventID: `event-${number}`,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
    },
  };
}

/** Sends events and knows when their incidents have ended. */
class Feed {
  readonly #waiting = new Map<string, (incident: IncidentDocument) => void>();
  readonly #accounts: Accounts;
  #engine: Engine | undefined;
  #sent = 0;
  /** The commits of the newest incident that ended: what the reference repeats. */
  lastCommits: readonly Commit[] = [];
  #commits: Commit[] = [];
  watched = '';
  endedAt = performance.now();
  readonly ends = new Map<string, number>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** The store, with a look at what is committed. */
  watching(store: Store): Store {
    return {
      ...store,
      commit: async (change, now) => {
        const committed = await store.commit(change, now);
        const { incident } = change;
        const key = resourceKey(incident.resource);
        if (key === this.watched) this.#commits.push(change);
        if (committed.committed && incident.closedAt !== undefined) this.#ended(key, incident);
        return committed;
      },
    };
  }

  drives(engine: Engine): void {
    this.#engine = engine;
  }

  /** Milliseconds from the event's arrival to the commit that ends its incident. */
  async heal({ watch = false } = {}): Promise<number> {
    const number = this.#sent++;
    const { key, event } = this.#accounts.event(number);
    const { promise, resolve } = Promise.withResolvers<IncidentDocument>();
    this.#waiting.set(key, resolve);
    if (watch) [this.watched, this.#commits] = [key, []];
    const start = performance.now();
    const receptions = await this.#engine?.receive(event, true);
    if (receptions?.[0]?.became !== 'opened') throw new Error(`event ${number} opened nothing: ${JSON.stringify(receptions)}`);
    await promise;
    if (watch) this.lastCommits = this.#commits;
    return performance.now() - start;
  }

  #ended(key: string, incident: IncidentDocument): void {
    this.endedAt = performance.now();
    this.ends.set(incident.stage, (this.ends.get(incident.stage) ?? 0) + 1);
    this.#accounts.ended(incident);
    this.#waiting.get(key)?.(incident);
    this.#waiting.delete(key);
  }
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
  readonly referencePerSecond: number;
}

/** All incidents, 32 at once; after every tenth of them a look at memory and a turn of the reference, so that both meet the same machine. */
async function measured(feed: Feed, bare: Reference): Promise<Measured> {
  const times = new Float64Array(count);
  const samples: Sample[] = [];
  let [next, wallMs, cpuMs] = [0, 0, 0];
  const deadline = performance.now() + longestMs;
  const over = (): boolean => performance.now() > deadline || stopping.signal.aborted;
  for (let part = 1; part <= parts && !over(); part++) {
    const [first, end] = [next, Math.round((count * part) / parts)];
    const lane = async (): Promise<void> => {
      while (next < end && !over()) {
        const index = next++;
        times[index] = await feed.heal();
      }
    };
    const [cpu, start] = [process.cpuUsage(), performance.now()];
    await unlessStalled(Promise.all(Array.from({ length: atOnce }, lane)), feed);
    const [ms, used] = [performance.now() - start, process.cpuUsage(cpu)];
    wallMs += ms;
    cpuMs += (used.user + used.system) / 1000;
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    samples.push({ incidents: next, perSecond: ((next - first) * 1000) / ms, rssMb: mb(rss), heapMb: mb(heapUsed) });
    bare.turn();
  }
  return { times: times.subarray(0, next), samples, seconds: wallMs / 1000, cpuMs, referencePerSecond: bare.perSecond };
}

async function unlessStalled(work: Promise<unknown>, feed: Feed): Promise<void> {
  const stalled = Promise.withResolvers<never>();
  const watchdog = setInterval(() => {
    if (performance.now() - feed.endedAt > stalledMs) stalled.reject(new Error(`no incident ended for ${stalledMs / 1000} s`));
  }, 1000);
  try {
    await Promise.race([work, stalled.promise]);
  } finally {
    clearInterval(watchdog);
  }
}

/** The least that such incidents cost in SQLite: the same documents and entries, a transaction a commit, the durable ones flushed. */
class Reference {
  readonly #sql: DatabaseSync;
  readonly #commits: readonly Commit[];
  #number = 0;
  #ms = 0;

  constructor(path: string, commits: readonly Commit[]) {
    this.#commits = commits;
    this.#sql = new DatabaseSync(path);
    this.#sql.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE incidents (id TEXT PRIMARY KEY, document TEXT);
      CREATE TABLE entries (chain TEXT, seq INTEGER, hash TEXT, bytes TEXT, PRIMARY KEY (chain, seq)) WITHOUT ROWID`);
  }

  get perSecond(): number {
    return (this.#number * 1000) / this.#ms;
  }

  turn(): void {
    const sql = this.#sql;
    const put = sql.prepare('INSERT INTO incidents VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET document = excluded.document');
    const add = sql.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)');
    const [start, end] = [performance.now(), this.#number + referenceEach];
    for (; this.#number < end; this.#number++) {
      const id = `inc-${this.#number}`;
      for (const { incident, entries, durable = false } of this.#commits) {
        if (durable) sql.exec('PRAGMA synchronous = FULL');
        sql.exec('BEGIN IMMEDIATE');
        put.run(id, JSON.stringify(incident));
        for (const { seq, hash, bytes } of entries) add.run(id, seq, hash, bytes);
        sql.exec('COMMIT');
        if (durable) sql.exec('PRAGMA synchronous = NORMAL');
      }
    }
    this.#ms += performance.now() - start;
  }

  close(): void {
    this.#sql.close();
  }
}

/** Reads every ledger from the file again: does it hold, and does the document carry its newest entry? */
async function verified(path: string): Promise<{ readonly ledgers: number; readonly broken: number; readonly entries: number }> {
  const store = openSqliteStore(path);
  let [ledgers, broken, total] = [0, 0, 0];
  let cursor: string | undefined;
  do {
    const page = await store.incidents({ by: 'opened' }, { limit: 500, cursor });
    for (const { id, head, entries: length } of page.items) {
      const entries: Entry[] = [];
      for await (const entry of store.entries(id)) entries.push(entry);
      const newest = entries.at(-1);
      ledgers += 1;
      total += entries.length;
      if (brokenAt(entries) !== undefined || newest?.hash !== head || newest.seq !== length) broken += 1;
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  await store.close();
  return { ledgers, broken, entries: total };
}

async function main(folder: string): Promise<void> {
  const [path, accounts] = [join(folder, 'journal.db'), new Accounts()];
  const feed = new Feed(accounts);
  const store = feed.watching(openSqliteStore(path));
  const engine = openEngine(
    {
      store,
      blobs: fileBlobs({ dir: join(folder, 'blobs'), key: randomBytes(32) }),
      cloud: accounts.cloud,
      catalogue: await openCatalogue(),
      prices: priceTable,
      clock: { now: () => Date.now(), sleep: async () => void (await turn()) },
      ids: randomIds,
      log,
      policy: () => emptyPolicy,
      defaultMode: 'autopilot',
      agreementMs: 100,
      process: 'bench',
    },
    [],
    () => store.close(),
  );
  feed.drives(engine);
  // What runs first warms up: 200 incidents that do not count, then the same number one by one.
  for (let number = 1; number <= aloneCount; number++) await feed.heal({ watch: number === aloneCount });
  const alone = new Float64Array(aloneCount);
  for (let number = 0; number < aloneCount; number++) alone[number] = await feed.heal();
  const bare = new Reference(join(folder, 'reference.db'), feed.lastCommits);
  const { times, samples, seconds, cpuMs, referencePerSecond } = await measured(feed, bare);
  bare.close();
  await engine.close();
  const healed = feed.ends.get('healed') ?? 0;
  const perSecond = times.length / seconds;
  const ledgers = await verified(path);
  const result = {
    incidents: times.length,
    healed: healed - 2 * aloneCount,
    perSecond,
    referencePerSecond,
    ratio: perSecond / referencePerSecond,
    cpuMs: cpuMs / times.length,
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    aloneP50Ms: quantile(alone, 0.5),
    aloneP95Ms: quantile(alone, 0.95),
    ledgers: ledgers.ledgers,
    brokenLedgers: ledgers.broken,
    slopeMbPer10000: slope(samples.slice(1)),
    samples,
  };
  for (const { incidents, perSecond: rate, rssMb, heapMb } of samples)
    print(
      `${String(incidents).padStart(8)} incidents  ${rate.toFixed(0).padStart(5)}/s  rss ${rssMb.toFixed(0)} MB  heap ${heapMb.toFixed(1)} MB`,
    );
  print(
    `${perSecond.toFixed(0)} incidents healed a second, ${atOnce} at once: ${result.ratio.toFixed(3)} × the bare SQLite commits (${referencePerSecond.toFixed(0)}/s)`,
  );
  print(`${result.cpuMs.toFixed(2)} ms of CPU an incident, all threads, the fake AWS included`);
  print(
    `p50 ${result.p50Ms.toFixed(1)} ms, p95 ${result.p95Ms.toFixed(1)} ms; one by one ${result.aloneP50Ms.toFixed(1)} and ${result.aloneP95Ms.toFixed(1)} ms`,
  );
  print(`${ledgers.ledgers} ledgers of ${ledgers.entries} entries read again: ${ledgers.broken} broken`);
  print(`memory grows ${result.slopeMbPer10000.toFixed(2)} MB with 10,000 incidents`);
  print(`${accounts.closed.rightly} accounts whose every bucket was closed by exactly one write, ${accounts.closed.wrongly} others`);
  if (process.argv.includes('--json')) print(JSON.stringify(result));
  if (ledgers.broken > 0 || accounts.closed.wrongly > 0 || result.healed !== times.length || ledgers.ledgers !== healed) {
    print(`not right: ${JSON.stringify(Object.fromEntries(feed.ends))}`);
    process.exitCode = 1;
  }
}

/** Least squares over the resident memory of the samples, the first one left out: megabytes with 10,000 incidents more. */
function slope(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(samples.map(({ incidents }) => incidents)), mean(samples.map(({ rssMb }) => rssMb))];
  const above = samples.reduce((sum, { incidents, rssMb }) => sum + (incidents - x) * (rssMb - y), 0);
  return (above / samples.reduce((sum, { incidents }) => sum + (incidents - x) ** 2, 0)) * 10_000;
}

const quantile = (times: Float64Array, part: number): number => times.toSorted()[Math.floor((times.length - 1) * part)] ?? 0;
const mb = (bytes: number): number => bytes / 2 ** 20;
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const silent = (): void => undefined;
const log: Log = { debug: silent, info: silent, warn: (message) => void print(message), error: (message) => void print(message) };

const folder = mkdtempSync(join(tmpdir(), 'selfheal-bench-'));
try {
  await main(folder);
} finally {
  rmSync(folder, { recursive: true });
}
