import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UpFile } from '#entry/up/up-file.ts';
import type { IncidentsView } from '#entry/views/incident-view.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { bigFile } from './fixtures/big-file.ts';
import { ingest, type Said, selfheal } from './fixtures/ingest.ts';
import { type OutageWorld, outageWorld } from './fixtures/outage-world.ts';
import { smallDisk } from './fixtures/small-disk.ts';
import { trailRecord } from './fixtures/trail-record.ts';

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

async function ingestLines(name: string, lines: readonly string[]): Promise<Said> {
  const file = join(folder.path, `${name}.jsonl`);
  await writeFile(file, lines.join('\n'));
  return ingest(file, folder.path);
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
  { input: 'JSON that is no event', lines: ['[1, "x", null]', '{}'], status: 0, counted: { 'not-an-object': 3, 'unknown-source': 1 } },
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
    expect(await ingest(join(folder.path, 'no-such-file'), folder.path)).toMatchObject({ status: 1, errors: [{ code: 'not-found' }] });
  });

  test('300 MB of events that match nothing: all counted, in the memory that 30 MB take', async () => {
    const peakOf = async (megabytes: number): Promise<number> => {
      const file = join(folder.path, `big-${megabytes}.jsonl`);
      const records = await bigFile(file, megabytes);
      const { status, counted, peakMegabytes, errors } = await ingest(file, folder.path);
      expect({ status, counted, errors }).toEqual({ status: 0, counted: { unmatched: records }, errors: [] });
      return peakMegabytes;
    };
    // The same program in the same run is the measure: what Node itself takes differs between machines.
    const [little, much] = [await peakOf(30), await peakOf(300)];
    console.log(`peak of the process (VmHWM): ${little} MB for 30 MB of events, ${much} MB for 300 MB`);
    expect(little).toBeGreaterThan(30);
    expect(much - little).toBeLessThan(90);
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

describe('an outage', () => {
  let world: OutageWorld;
  beforeAll(async () => {
    world = await outageWorld();
  });
  afterAll(() => world.close());

  async function diskAt(name: string) {
    const disk = await smallDisk(join(world.folder, name));
    world.onClose(disk.unmount);
    console.log(`${name}: ${disk.real ? 'a tmpfs of 6 MB that is filled' : 'no mount is permitted here, so the store throws instead'}`);
    return disk;
  }

  test('the disk is full when an event comes: refused as "later", and taken in once there is space', async () => {
    const disk = await diskAt('full-before');
    const { engine } = await world.engineIn(disk.dir, { wrap: disk.wrap });
    const event = await world.openBucket('full-before');
    disk.fill();
    await expect(engine.receive(event, false)).rejects.toMatchObject({ code: 'disk-full', retry: 'later' });
    if (disk.real) {
      const said = await promisify(execFile)(selfheal, ['stop', '--data', disk.dir, '--json']).catch((error: unknown) => error);
      expect(said).toMatchObject({ code: 1, stderr: expect.stringContaining('"disk-full"') });
    }
    await disk.free();
    expect(await engine.receive(event, false)).toMatchObject([{ became: 'opened' }]);
    await world.healedOnce('full-before', engine);
  });

  test('the disk fills while an incident is healed: the engine says so, lives, and goes on once there is space', async () => {
    const disk = await diskAt('full-meanwhile');
    let calls = 0;
    const onCall = (): void => {
      calls += 1;
      if (calls === 1) disk.fill();
    };
    const { engine, warned } = await world.engineIn(disk.dir, { wrap: disk.wrap, onCall });
    expect(await engine.receive(await world.openBucket('full-meanwhile'), false)).toMatchObject([{ became: 'opened' }]);
    await expect.poll(() => warned.filter((line) => /disk is full/i.test(line)).length, { timeout: 20_000 }).toBeGreaterThan(2);
    expect(world.writesTo('full-meanwhile')).toEqual([]);
    await disk.free();
    await world.healedOnce('full-meanwhile', engine);
  });

  test('AWS is gone and comes back: the incident waits, and is healed with one write', async () => {
    const { engine } = await world.engineIn(join(world.folder, 'outage'));
    await world.stopSandbox();
    const [reception] = await engine.receive(trailRecord('outage'), false);
    if (reception?.became !== 'opened') throw new Error(`it became ${reception?.became}`);
    const incident = () => engine.tools.store.incident(reception.incident);
    await expect.poll(async () => (await incident())?.why, { timeout: 20_000 }).toMatch(/failed/);
    expect(await incident()).toMatchObject({ stage: 'diagnosis', sent: [] });
    await world.startSandbox();
    await world.openBucket('outage');
    await world.healedOnce('outage', engine);
  });
});
