import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '#entry/cli/commands.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';

const selfheal = fileURLToPath(new URL('../bin/selfheal', import.meta.url));
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (args: readonly string[], program = selfheal): Promise<Said> =>
  new Promise((resolve) => {
    execFile(program, args, { cwd: folder.path }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

describe('the command line', () => {
  test('lists every command in its help, also when it is called through a link from elsewhere', async () => {
    const link = join(folder.path, 'healer');
    await symlink(selfheal, link);
    const { status, stdout } = await run(['--help'], link);
    expect(status).toBe(0);
    for (const name of Object.keys(commands)) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  });

  test('gives an example with the help of each command', async () => {
    const helped = async (name: string, index: number): Promise<void> => {
      const { status, stdout } = await run(index % 2 === 0 ? [name, '--help'] : ['help', name]);
      expect([name, status, stdout]).toEqual([name, 0, expect.stringMatching(new RegExp(`Examples?:\n.*selfheal.*${name}`))]);
    };
    const names = Object.keys(commands);
    for (let at = 0; at < names.length; at += 2) await Promise.all(names.slice(at, at + 2).map(helped));
  });

  test.each([
    [['incidnts'], 'Did you mean incidents'],
    [['show'], "missing required argument 'id'"],
    [['incidents', '--limit', 'many'], 'whole number'],
    [['incidents', '--place', 'nowhere'], 'must be one of'],
    [['incidnts', '--help'], 'Did you mean incidents'],
    [['help', 'incidnts'], 'Did you mean incidents'],
    [['iam', '--partition', 'aws-eu'], 'must be one of'],
    [['incidents', '--policy', 'misspelt.yaml'], 'There is no policy file'],
  ])('refuses %j as a wrong use, in a sentence', async (args, because) => {
    const { status, stdout, stderr } = await run(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(because);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test.each([[['incidents']], [['show', 'inc-x']], [['stop']], [['approve', 'inc-x']], [['sweep']]])(
    'says that nothing runs here to %j, and makes nothing',
    async (args) => {
      const { status, stderr } = await run(args);
      expect([status, stderr]).toEqual([3, expect.stringContaining(`"${selfheal} up"`)]);
      expect(existsSync(join(folder.path, '.selfheal'))).toBe(false);
    },
  );

  test('prints all of it also to a reader who is slow', async () => {
    const whole = (await run(['actions', '--json'])).stdout;
    const { stdout } = await run(['-c', '"$0" actions --json | (sleep 2; wc -c)', selfheal], '/bin/sh');
    expect(Number(stdout)).toBe(whole.length);
    expect(whole.length).toBeGreaterThan(64 * 1024);
  });

  test('gives errors as JSON to programs', async () => {
    const { status, stdout, stderr } = await run(['--json', 'actions', 'no.such']);
    expect([status, stdout]).toEqual([1, '']);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'not-found', message: expect.stringContaining('no.such') });
  });

  test('takes events in without a running engine, counts what it drops, and tells which file cannot be read', async () => {
    const stopped = {
      version: '0',
      id: '7bf73129-1428-4cd3-a780-95db273d1602',
      'detail-type': 'EC2 Instance State-change Notification',
      source: 'aws.ec2',
      account: '123456789012',
      time: '2026-11-11T21:29:54Z',
      region: 'us-east-1',
      resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-0123456789abcdef0'],
      detail: { 'instance-id': 'i-0123456789abcdef0', state: 'stopped' },
    };
    await writeFile(join(folder.path, 'events.jsonl'), `${JSON.stringify(stopped)}\n{"nothing": "known"}\n`);
    const { status, stdout, stderr } = await run(['ingest', 'events.jsonl', 'missing.json', '--json']);
    expect([status, stderr]).toEqual([1, expect.stringContaining('missing.json')]);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        file: 'events.jsonl',
        line: 1,
        became: 'opened',
        signal: { account: '123456789012', region: 'us-east-1', resource: 'i-0123456789abcdef0' },
      },
      { file: 'events.jsonl', line: 2, became: 'dropped', because: 'unknown-source' },
    ]);
    const { incidents } = JSON.parse((await run(['incidents', '--json'])).stdout);
    expect(incidents).toMatchObject([{ id: lines[0].incident, stage: 'already-healthy' }]);
  });

  test('checks a policy file and names the line that is wrong', async () => {
    await writeFile(join(folder.path, 'selfheal.yaml'), 'version: 1\nmoode: autopilot\n');
    const { status, stdout } = await run(['doctor']);
    expect([status, stdout]).toEqual([3, expect.stringMatching(/selfheal\.yaml:2: moode is not known; did\s+you\s+mean\s+mode\?/)]);
  });
});
