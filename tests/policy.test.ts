import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileBlobs } from '#adapters/files/blobs.ts';
import { localKey } from '#adapters/files/key.ts';
import { openSqliteStore } from '#adapters/sqlite/store.ts';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { flowWorld } from '#testkit/flow-world.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { selfheal } from './fixtures/ingest.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder.path, 'bold.yaml'), 'mode: autopilot\nrules:\n  - { match: { id: bucket-1 }, verdict: ask }\n');
  await writeFile(
    join(folder.path, 'broken.yaml'),
    'mdoe: copilot\nlimits: { risk: hihg, perHour: { acount: 5 } }\nwindows: [{ name: w, open: [{ days: [mon], zone: Europe/Berln }] }]\n',
  );
});
afterAll(async () => {
  await folder.remove();
});

async function run(...args: readonly string[]) {
  const child = spawn(selfheal, args, { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, told, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { said, told, status: Number(status) };
}

describe('selfheal policy check', () => {
  test('names every problem with line, field and suggestion', async () => {
    const { status, said } = await run('policy', 'check', 'broken.yaml', '--json');
    expect(status).toBe(2);
    expect(JSON.parse(said)).toMatchObject({
      sound: false,
      problems: expect.arrayContaining([
        expect.objectContaining({ line: 1, field: 'mdoe', suggestion: 'mode' }),
        expect.objectContaining({ line: 2, field: 'limits.risk', suggestion: 'high' }),
        expect.objectContaining({ line: 2, field: 'limits.perHour.acount', suggestion: 'account' }),
        expect.objectContaining({ line: 3, field: 'windows.0.open.0.zone', what: expect.stringContaining('did you mean Europe/Berlin?') }),
      ]),
    });
  });

  test('is done with a sound file, with warnings, and with none', async () => {
    expect(await run('policy', 'check', 'bold.yaml')).toMatchObject({ status: 0, said: expect.stringContaining('bold.yaml is sound') });
    expect(await run('policy', 'check')).toMatchObject({ status: 0, said: expect.stringContaining('is not there') });
    await writeFile(join(folder.path, 'vain.yaml'), 'rules:\n  - { match: { action: s3.nothing }, verdict: ask }\n');
    const vain = await run('policy', 'check', 'vain.yaml');
    expect(vain).toMatchObject({ status: 0, said: expect.stringMatching(/vain\.yaml:2: rules\.0\.match\.action: .*never match/) });
  });

  test('says how it is used', async () => {
    expect((await run('policy', 'chekc')).status).toBe(2);
    expect((await run('policy', 'check', 'nowhere.yaml')).status).toBe(2);
    expect((await run('policy', 'explain')).status).toBe(2);
    expect((await run('policy', 'explain', 'inc-nothing')).status).toBe(3);
  });
});

describe('selfheal policy explain', () => {
  /** A bucket that was opened and healed, in a journal on disk; the engine that wrote it is gone. */
  async function healed(dataDir: string): Promise<string> {
    const { cloud, buckets, ref } = bucketWorld(1);
    Object.assign(buckets.get('bucket-0001') ?? {}, { block: undefined });
    const store = openSqliteStore(join(dataDir, 'journal.db'));
    const world = flowWorld({ cloud, actions: [blockPublicAccess], store });
    const admission = await world.open(ref('bucket-0001'));
    if (admission.admitted !== 'opened') throw new Error(admission.admitted);
    const incident = await world.drive(admission.incident.id);
    expect(incident.stage).toBe('healed');
    const blobs = fileBlobs({ dir: join(dataDir, 'blobs'), key: await localKey(dataDir) });
    expect(await blobs.put(await world.tools.blobs.get(incident.event ?? ''))).toBe(incident.event);
    await store.close();
    return incident.id;
  }

  test('decides again from the journal alone, under the policy that there is now', async () => {
    const id = await healed(folder.path);
    const same = await run('policy', 'explain', id, '--data', '.', '--json');
    expect(same).toMatchObject({ status: 0, told: '' });
    expect(JSON.parse(same.said)).toMatchObject({ id, decided: { verdict: 'act' }, now: { verdict: 'act', mode: 'autopilot' } });
    await writeFile(join(folder.path, 'careful.yaml'), 'rules:\n  - name: all\n    match: { id: "bucket-*" }\n    verdict: ask\n');
    const careful = await run('policy', 'explain', id, '--data', '.', '--policy', 'careful.yaml');
    expect(careful.status).toBe(0);
    for (const part of [
      'ask (mode autopilot): the policy says ask',
      'when it was decided: act',
      'careful.yaml:2',
      'rule all: this rule gone',
    ])
      expect(careful.said).toContain(part);
  });
});
