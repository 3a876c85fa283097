import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { S3 } from '@aws-sdk/client-s3';
import type { SweepView } from '#entry/views/sweep-view.ts';
import type { CallCounts } from '#sandbox/call-log.ts';

/**
 * A fleet of buckets without a public access block, found and closed by one `selfheal sweep s3.block-public-access --fix` in the sandbox, each
 * verified: the wall time of that process, its requests for each bucket, and its memory. Beside it, in the same run, the same buckets read and
 * closed by nothing but the SDK (one read, one write, no verification). `node bench/fleet.ts [buckets] [--json]`
 */
const count = Math.max(1, process.argv.slice(2).map(Number).find(Number.isInteger) ?? 200);
const selfheal = fileURLToPath(new URL('../bin/selfheal', import.meta.url));
const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

const folder = await mkdtemp(join(tmpdir(), 'selfheal-fleet-'));
const supervisor = spawn(selfheal, ['up', '--port', '0', '--aws-port', '0', '--json'], {
  cwd: folder,
  stdio: ['ignore', 'pipe', 'ignore'],
});
try {
  await measure(await ready());
} finally {
  supervisor.kill('SIGTERM');
  await once(supervisor, 'exit');
  await rm(folder, { recursive: true, force: true });
}

interface Up {
  readonly world: {
    readonly endpoint: string;
    readonly region: string;
    readonly keys: { readonly user: { accessKeyId: string; secretAccessKey: string } };
  };
}

async function ready(): Promise<Up['world']> {
  if (supervisor.stdout === null) throw new Error('the supervisor has no output');
  const [line] = await once(createInterface({ input: supervisor.stdout }), 'line');
  const up: Up = JSON.parse(String(line));
  return up.world;
}

async function measure({ endpoint, region, keys }: Up['world']): Promise<void> {
  const s3 = new S3({ endpoint, region, credentials: keys.user, forcePathStyle: true });
  const requests = async (): Promise<number> => {
    const counts = (await (await fetch(`${endpoint}/_selfheal/counts`)).json()) as CallCounts;
    return counts.requests;
  };
  const make = async (name: string): Promise<string[]> => {
    const names = Array.from({ length: count }, (_, index) => `${name}-${String(index).padStart(4, '0')}`);
    for (const Bucket of names)
      await s3.createBucket({
        Bucket,
        ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }),
      });
    return names;
  };

  const bare = await make('bare');
  const started = performance.now();
  await eachOf(bare, async (Bucket) => {
    await s3.getPublicAccessBlock({ Bucket }).catch(() => undefined);
    await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: closed });
  });
  const bareMs = performance.now() - started;
  await eachOf(bare, async (Bucket) => void (await s3.deleteBucket({ Bucket })));

  const fleet = await make('fleet');
  // The engine of `up` records what is new in the account: the sweep is measured once that is over.
  const before = await quiet(requests);
  const { view, wallMs, peakMb } = await sweep();
  const perBucket = ((await requests()) - before) / view.fixed;
  const open = (await Promise.all(fleet.map((Bucket) => s3.getPublicAccessBlock({ Bucket })))).filter(
    ({ PublicAccessBlockConfiguration: block }) => !Object.values(block ?? { none: false }).every(Boolean),
  );
  if (view.fixed < count || open.length > 0) throw new Error(`${view.fixed} fixed, ${open.length} of ${count} still open`);

  print(
    `${view.fixed} of ${view.wrong.length} buckets found open were closed and verified in ${(wallMs / 1000).toFixed(1)} s, whole process`,
  );
  print(`${(wallMs / bareMs).toFixed(2)} × the time of the SDK alone, without verification (${(bareMs / 1000).toFixed(1)} s, 16 at once)`);
  print(`${perBucket.toFixed(1)} requests a bucket, listing included; ${view.calls} writes; peak memory ${peakMb.toFixed(0)} MB`);
  if (process.argv.includes('--json')) print(JSON.stringify({ fixed: view.fixed, wallMs, bareMs, perBucket, writes: view.calls, peakMb }));
}

/** The number of requests once it has not grown for a second. */
async function quiet(requests: () => Promise<number>): Promise<number> {
  for (let last = await requests(); ; ) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const now = await requests();
    if (now === last) return now;
    last = now;
  }
}

async function eachOf<T>(items: readonly T[], visit: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await visit(item);
  };
  await Promise.all(Array.from({ length: 16 }, lane));
}

/** The command as its user runs it; Linux tells the most memory that it had. */
async function sweep(): Promise<{ readonly view: SweepView; readonly wallMs: number; readonly peakMb: number }> {
  const started = performance.now();
  const child = spawn(selfheal, ['sweep', 's3.block-public-access', '--fix', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let peakMb = 0;
  const watch = setInterval(() => (peakMb = Math.max(peakMb, residentMb(child.pid))), 20);
  const [said] = await Promise.all([text(child.stdout), once(child, 'close')]);
  clearInterval(watch);
  const view: SweepView = JSON.parse(said);
  return { view, wallMs: performance.now() - started, peakMb };
}

function residentMb(pid: number | undefined): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
