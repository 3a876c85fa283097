import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UpFile } from '#entry/up/up-file.ts';
import type { IncidentsView } from '#entry/views/incident-view.ts';
import type { ReceptionView } from '#entry/views/reception-view.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { bigFile } from './fixtures/big-file.ts';
import { trailRecord } from './fixtures/trail-record.ts';

const selfheal = fileURLToPath(new URL('../bin/selfheal', import.meta.url));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let supervisor: ChildProcess;
let up: UpFile;
let s3: S3;

beforeAll(async () => {
  folder = await temporaryFolder();
  supervisor = spawn(selfheal, ['up', '--port', '0', '--aws-port', '0', '--json'], {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (supervisor.stdout === null) throw new Error('the supervisor has no pipe');
  const [line] = await once(createInterface({ input: supervisor.stdout }), 'line', { signal: AbortSignal.timeout(30_000) });
  up = JSON.parse(String(line));
  const { endpoint, region, keys } = up.world;
  if (endpoint === null || keys === null) throw new Error('up does not run on a sandbox');
  s3 = new S3({ endpoint, region, credentials: keys.user, forcePathStyle: true });
});
afterAll(async () => {
  s3.destroy();
  supervisor.kill('SIGTERM');
  await once(supervisor, 'exit');
  await folder.remove();
});

interface Said {
  readonly status: number;
  readonly lines: number;
  /** What became of each signal, and how often. */
  readonly counted: Readonly<Record<string, number>>;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly details?: { readonly line?: number } }[];
  /** VmHWM of /proc: the most memory that the process ever held, in MB. */
  readonly peakMegabytes: number;
}

/** Runs `ingest <file> --json` in its own process, beside the engine that is up. */
async function ingest(file: string): Promise<Said> {
  const child = spawn(selfheal, ['ingest', file, '--json'], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
  const counted: Record<string, number> = {};
  const errors: Said['errors'][number][] = [];
  let lines = 0;
  let peakMegabytes = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { became, because }: ReceptionView = JSON.parse(line);
    counted[because ?? became] = (counted[because ?? became] ?? 0) + 1;
    lines += 1;
  });
  createInterface({ input: child.stderr }).on('line', (line) => void errors.push(JSON.parse(line)));
  const watch = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid));
  }, 25);
  const [status] = await once(child, 'close');
  clearInterval(watch);
  return { status: Number(status), lines, counted, errors, peakMegabytes };
}

function peakOf(pid: number | undefined): number {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

async function ingestLines(name: string, lines: readonly string[]): Promise<Said> {
  const file = join(folder.path, `${name}.jsonl`);
  await writeFile(file, lines.join('\n'));
  return ingest(file);
}

async function incidents(): Promise<IncidentsView['incidents']> {
  const child = spawn(selfheal, ['incidents', '--json'], { cwd: folder.path, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return JSON.parse(String(line)).incidents;
}

const endOf = async (resource: string) => (await incidents()).find((each) => each.resource === resource)?.stage;

/** Does the engine that is up still work? A fresh bucket, which has no public access block, is healed. */
async function engineLives(name: string): Promise<void> {
  await s3.createBucket({ Bucket: name });
  expect(await ingestLines(name, [JSON.stringify(trailRecord(name))])).toMatchObject({ status: 0, counted: { opened: 1 } });
  expect(await endOf(name)).toBe('healed');
}

interface Row {
  readonly input: string;
  readonly lines: readonly string[];
  readonly status: number;
  readonly counted: Readonly<Record<string, number>>;
  readonly errors?: readonly { readonly code: string; readonly line: number }[];
  /** The incident's end. */
  readonly ends?: readonly [resource: string, stage: string];
}

const text = JSON.stringify;
const stray = text(trailRecord('bucket-of-nobody', { eventName: 'PutBucketVersioning' }));
const table: readonly Row[] = [
  { input: 'nothing at all', lines: [''], status: 0, counted: {} },
  {
    input: 'a line that is not JSON between two that are',
    lines: [stray, '{"eventName": oops}', stray.replace('made', 'also')],
    status: 1,
    counted: { unmatched: 2 },
    errors: [{ code: 'bad-input', line: 2 }],
  },
  {
    input: 'a document that breaks off',
    lines: [stray, '{"eventName": "DeleteBucket'],
    status: 1,
    counted: { unmatched: 1 },
    errors: [{ code: 'bad-input', line: 2 }],
  },
  { input: 'JSON that is no event', lines: ['[1, "x", null]', '7', '{}'], status: 0, counted: { 'not-an-object': 4, 'unknown-source': 1 } },
  {
    input: 'an event without an account',
    lines: [text(trailRecord('b', { recipientAccountId: undefined, userIdentity: undefined }))],
    status: 0,
    counted: { 'no-account': 1 },
  },
  { input: 'an event without a region', lines: [text(trailRecord('b', { awsRegion: undefined }))], status: 0, counted: { 'no-region': 1 } },
  {
    input: 'an event without a resource',
    lines: [text(trailRecord('b', { requestParameters: {} }))],
    status: 0,
    counted: { 'no-resource': 1 },
  },
  {
    input: 'an event of an unknown source',
    lines: [text({ source: 'shop.orders', 'detail-type': 'Order placed', detail: { order: 7 } })],
    status: 0,
    counted: { 'unknown-source': 1 },
  },
  { input: 'an event that no detection looks for', lines: [stray.replace('made', 'third')], status: 0, counted: { unmatched: 1 } },
  {
    input: 'an event of a resource that is gone',
    lines: [text(trailRecord('bucket-that-was'))],
    status: 0,
    counted: { opened: 1 },
    ends: ['bucket-that-was', 'already-healthy'],
  },
];

describe('an input', () => {
  test.each(table)('$input: counted, told, and the status is $status', async ({ lines, status, counted, errors = [], ends, input }) => {
    const said = await ingestLines(input.replaceAll(' ', '-'), lines);
    expect(said).toMatchObject({ status, counted });
    expect(Object.keys(said.counted).toSorted()).toEqual(Object.keys(counted).toSorted());
    expect(said.errors.map(({ code, details }) => ({ code, line: details?.line }))).toEqual(errors);
    if (ends !== undefined) expect(await endOf(ends[0])).toBe(ends[1]);
  });

  test('a file that is not there: told, and the status is 1', async () => {
    expect(await ingest(join(folder.path, 'no-such-file'))).toMatchObject({ status: 1, errors: [{ code: 'not-found' }] });
  });

  test('300 MB of events that match nothing: all counted, in a bounded memory', async () => {
    const file = join(folder.path, 'big.jsonl');
    const records = await bigFile(file, 300);
    const started = performance.now();
    const { status, counted, peakMegabytes, errors } = await ingest(file);
    console.log(
      `300 MB, ${records} events: ${Math.round((performance.now() - started) / 1000)} s, peak of the process ${peakMegabytes} MB (VmHWM)`,
    );
    expect({ status, counted, errors }).toEqual({ status: 0, counted: { unmatched: records }, errors: [] });
    expect(peakMegabytes).toBeGreaterThan(30);
    expect(peakMegabytes).toBeLessThan(300);
  }, 300_000);

  test('AWS throttles reads and the write: it waits, and heals', async () => {
    await s3.createBucket({ Bucket: 'throttled-bucket' });
    const faults = ['GetPublicAccessBlock', 'GetBucketTagging', 'PutPublicAccessBlock'].map((operation) => ({
      kind: 'throttle',
      service: 's3',
      operation,
      times: 4,
    }));
    const set = await fetch(`${up.world.endpoint}/_selfheal/faults`, { method: 'POST', body: text(faults) });
    expect(await set.json()).toEqual({ faults: 3 });
    expect(await ingestLines('throttled', [text(trailRecord('throttled-bucket'))])).toMatchObject({ status: 0, counted: { opened: 1 } });
    expect(await endOf('throttled-bucket')).toBe('healed');
  });

  test('after all of these the engine that is up is the same one, and heals', async () => {
    await engineLives('bucket-after-inputs');
    expect(JSON.parse(readFileSync(join(folder.path, '.selfheal', 'up.json'), 'utf8')).pids).toEqual(up.pids);
  });

  test('the emulator is killed: the sandbox begins anew, the engine goes on, and no incident is lost', async () => {
    const before = await incidents();
    process.kill(up.pids.emulator ?? 0, 'SIGKILL');
    const file = join(folder.path, '.selfheal', 'up.json');
    await expect.poll(() => JSON.parse(readFileSync(file, 'utf8')).pids.emulator, { timeout: 30_000 }).not.toBe(up.pids.emulator);
    up = JSON.parse(readFileSync(file, 'utf8'));
    s3.destroy();
    s3 = new S3({
      endpoint: up.world.endpoint ?? '',
      region: up.world.region,
      credentials: up.world.keys?.user ?? { accessKeyId: '', secretAccessKey: '' },
      forcePathStyle: true,
    });
    await engineLives('bucket-after-emulator');
    expect((await incidents()).map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  }, 60_000);
});
