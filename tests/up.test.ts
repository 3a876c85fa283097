import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UpFile } from '#entry/up/up-file.ts';
import type { IncidentsView } from '#entry/views/incident-view.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';

const selfheal = fileURLToPath(new URL('../bin/selfheal', import.meta.url));
const media = 'harbor-coffee-media';
const exports = 'harbor-coffee-customer-exports';
const invoices = 'harbor-coffee-invoices';
const hasAwsCli = spawnSync('aws', ['--version']).status === 0;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let supervisor: ChildProcess;
let up: UpFile;
let s3: S3;

/** Starts `up` on free ports and waits for its JSON line, 20 s at most. */
async function start(): Promise<void> {
  supervisor = spawn(selfheal, ['up', '--port', '0', '--aws-port', '0', '--json'], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
  if (supervisor.stdout === null || supervisor.stderr === null) throw new Error('the supervisor has no pipes');
  const said: string[] = [];
  createInterface({ input: supervisor.stderr }).on('line', (line) => said.push(line));
  const line = await Promise.race([
    once(createInterface({ input: supervisor.stdout }), 'line').then(([text]) => String(text)),
    sleep(20_000, undefined, { ref: false }),
  ]);
  if (line === undefined) throw new Error(`up was not ready within 20 s: ${said.join('\n')}`);
  up = JSON.parse(line);
  const { endpoint, region, keys } = up.world;
  if (endpoint === null || keys === null) throw new Error('up does not run on a sandbox');
  s3 = new S3({ endpoint, region, credentials: keys.user, forcePathStyle: true });
}

interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (...args: readonly string[]): Promise<Said> =>
  new Promise((resolve) => {
    execFile(selfheal, args, { cwd: folder.path }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

const listed = async (): Promise<IncidentsView['incidents']> => JSON.parse((await run('incidents', '--json')).stdout).incidents;

/** Asks until there is an answer; fails with what was seen last. */
async function until<T>(what: string, ask: () => Promise<T | undefined>, withinMs = 15_000): Promise<T> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(100)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`not within ${withinMs} ms: ${what}; incidents: ${JSON.stringify(await listed())}`);
}

const newest = (resource: string, stage: string) =>
  until(`${resource} is ${stage}`, async () => (await listed()).find((each) => each.resource === resource && each.stage === stage));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const pidsNow = async (): Promise<UpFile['pids']> => JSON.parse(await readFile(join(folder.path, '.selfheal', 'up.json'), 'utf8')).pids;
const blockOf = async (bucket: string) => (await s3.getPublicAccessBlock({ Bucket: bucket })).PublicAccessBlockConfiguration;
const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

beforeAll(async () => {
  folder = await temporaryFolder();
  await start();
});

afterAll(async () => {
  s3.destroy();
  if (supervisor.exitCode === null && supervisor.signalCode === null) {
    supervisor.kill('SIGTERM');
    await once(supervisor, 'exit');
  }
  await folder.remove();
});

describe('selfheal up', () => {
  test('tells other processes where it is, in a file that only its owner can read', async () => {
    const { mode } = await stat(join(folder.path, '.selfheal', 'up.json'));
    expect(mode & 0o777).toBe(0o600);
    expect((await fetch(`${up.url}/api/health`)).status).toBe(200);
    expect((await fetch(`${up.url}/api/incidents`)).status).toBe(401);
    expect((await run('doctor')).status).toBe(0);
  });

  test('started a second time says what runs already, and where', async () => {
    const second = await run('up');
    expect(second.status).toBe(0);
    expect(second.stdout).toContain(up.url);
  });

  test('heals what a person breaks with the SDK, within seconds', async () => {
    await s3.deletePublicAccessBlock({ Bucket: media });
    const { id } = await newest(media, 'healed');
    expect(await blockOf(media)).toEqual(closed);
    const story = (await run('show', id)).stdout;
    expect(story).toContain('s3:DeleteBucketPublicAccessBlock');
    expect(story).toContain('s3:putPublicAccessBlock');
  });

  test.skipIf(!hasAwsCli)('heals what a person breaks with the AWS CLI', async () => {
    const { endpoint, keys, region } = up.world;
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: keys?.user.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys?.user.secretAccessKey,
      AWS_DEFAULT_REGION: region,
    };
    const args = [
      '--endpoint-url',
      String(endpoint),
      'ssm',
      'put-parameter',
      '--name',
      '/myapp/config/mode',
      '--value',
      'insecure',
      '--type',
      'String',
      '--overwrite',
    ];
    expect(spawnSync('aws', args, { env }).status).toBe(0);
    await newest('/myapp/config/mode', 'healed');
  });

  test('asks a person about production, does what they say, and undoes it when they say so', async () => {
    await s3.deletePublicAccessBlock({ Bucket: invoices });
    const { id } = await newest(invoices, 'approval');
    await expect(blockOf(invoices)).rejects.toThrow();
    const refused = await run('approve', id, '--by', 'demo-user');
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('cannot approve')]);
    expect((await run('snooze', id, '--minutes', '5')).status).toBe(0);
    expect((await run('approve', id, '--by', 'dave')).status).toBe(0);
    expect(await blockOf(invoices)).toEqual(closed);
    expect((await run('rollback', id)).status).toBe(2);
    expect((await run('rollback', id, '--yes', '--by', 'dave')).status).toBe(0);
    await expect(blockOf(invoices)).rejects.toThrow();
  });

  test('starts its engine again when that is killed, and loses nothing meanwhile', async () => {
    const { engine } = await pidsNow();
    process.kill(engine, 'SIGKILL');
    await s3.deletePublicAccessBlock({ Bucket: exports });
    await newest(exports, 'healed');
    expect((await pidsNow()).engine).not.toBe(engine);
  });

  test('takes everything with it within three seconds when it is killed itself', async () => {
    const { engine, sandbox, emulator } = await pidsNow();
    supervisor.kill('SIGKILL');
    const children = [engine, Number(sandbox), Number(emulator)];
    await until('all processes are gone', async () => (children.some(isAlive) ? undefined : true), 3_000);
    const { status, stderr } = await run('approve', 'inc-00000000000000000000000000');
    expect([status, stderr]).toEqual([3, expect.stringContaining('selfheal up')]);
  });

  test('goes on in the same folder with a new sandbox, and ends cleanly when it is told to', async () => {
    const known = new Set((await listed()).map(({ id }) => id));
    await start();
    await s3.deletePublicAccessBlock({ Bucket: media });
    await until('it heals again', async () => (await listed()).find(({ id, stage }) => stage === 'healed' && !known.has(id)));
    const { engine, sandbox, emulator } = await pidsNow();
    supervisor.kill('SIGTERM');
    const [status] = await once(supervisor, 'exit');
    expect(status).toBe(0);
    const children = [engine, Number(sandbox), Number(emulator)];
    await until('all processes are gone', async () => (children.some(isAlive) ? undefined : true), 3_000);
    await expect(pidsNow()).rejects.toThrow('ENOENT');
  });
});
