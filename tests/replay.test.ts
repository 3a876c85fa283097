import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { selfheal } from './fixtures/ingest.ts';
import { trailRecord } from './fixtures/trail-record.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  const records = Array.from({ length: 40 }, (_, number) => JSON.stringify(trailRecord(`bucket-${number}`)));
  await writeFile(join(folder.path, 'one.jsonl'), records.slice(0, 20).join('\n'));
  await writeFile(join(folder.path, 'two.jsonl'), records.slice(20).join('\n'));
  await writeFile(join(folder.path, 'careful.yaml'), 'mode: copilot\n');
  await writeFile(join(folder.path, 'bold.yaml'), 'mode: autopilot\nrules:\n  - { match: { id: bucket-1 }, verdict: ask }\n');
  await writeFile(join(folder.path, 'broken.yaml'), 'mdoe: copilot\nlimits: { risk: hihg }\n');
});
afterAll(async () => {
  await folder.remove();
});

async function run(...args: readonly string[]) {
  const child = spawn(selfheal, args, { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, told, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { said, told, status: Number(status) };
}

describe('selfheal replay', () => {
  test('tells what would have been healed, twice the same to the byte', async () => {
    const [one, other] = [await run('replay', 'one.jsonl', 'two.jsonl', '--json'), await run('replay', 'one.jsonl', 'two.jsonl', '--json')];
    expect(one).toMatchObject({ status: 0, said: other.said });
    expect(JSON.parse(one.said)).toMatchObject({ files: 2, events: 40, findings: 40, healed: 40, flips: null });
    const people = await run('replay', '.', '--cores', '1');
    expect(people).toMatchObject({ status: 0, said: expect.stringContaining('healed 40, asked 0, simulated 0, left 0') });
  });

  test('fails in CI when a proposed policy does more anywhere, and only then', async () => {
    const more = await run('replay', '.', '--policy', 'careful.yaml', '--diff', 'bold.yaml', '--json');
    expect(more.status).toBe(1);
    expect(JSON.parse(more.said).flips).toMatchObject({ more: 39, less: 0, same: 0 });
    const less = await run('replay', '.', '--policy', 'bold.yaml', '--diff', 'careful.yaml', '--json');
    expect(less.status).toBe(0);
    expect(JSON.parse(less.said).flips).toMatchObject({ more: 0, less: 39 });
  });

  test('refuses a broken policy before it reads anything', async () => {
    const { status, said, told } = await run('replay', '.', '--diff', 'broken.yaml');
    expect({ status, said }).toEqual({ status: 2, said: '' });
    expect(told).toContain('broken.yaml:1: mdoe is not known; did you mean mode?');
    expect(await run('replay', '.', '--diff', 'nowhere.yaml')).toMatchObject({ status: 2, said: '' });
  });
});
