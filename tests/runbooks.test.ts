import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { selfheal } from './fixtures/ingest.ts';

const own = `---
id: pay-slips
title: The pay slips are public
appliesTo:
  - { resource: "AWS::S3::Bucket", id: pay-slips-* }
actions: []
required: []
forbidden: [s3.block-public-access]
---

## First

Call Grace before anything else: quokka.
`;

async function folderOf(files: Readonly<Record<string, string>>): Promise<(...args: readonly string[]) => ReturnType<typeof run>> {
  const { path, remove } = await temporaryFolder();
  onTestFinished(remove);
  await mkdir(join(path, 'books'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return (...args) => run(path, args);
}

function run(cwd: string, args: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(selfheal, ['runbooks', ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { stdout, stderr, status };
}

test('a search prints passages with their chunk and place, within 80 columns, and the same as JSON', async () => {
  const runbooks = await folderOf({});
  const { stdout, stderr, status } = runbooks('search', 'no', 'space left on device', '--limit', '2');
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(stdout).toContain('disk-full#what-you-see');
  expect(stdout).toMatch(/catalogue\/runbooks\/disk-full\.md:\d+/);
  const texts = stdout.split('\n').filter((line) => !line.includes('.md:'));
  expect(Math.max(...texts.map((line) => line.length))).toBeLessThanOrEqual(80);
  const { passages } = JSON.parse(runbooks('search', 'no space left on device', '--limit', '2', '--json').stdout);
  expect(passages).toHaveLength(2);
  expect(passages[0]).toMatchObject({ chunk: 'disk-full#what-you-see', runbook: 'disk-full', heading: 'What you see' });
});

test('what nobody wrote about is answered with no, and a search for nothing is used wrongly', async () => {
  const runbooks = await folderOf({});
  expect(runbooks('search', 'xyzzyqqq')).toMatchObject({ status: 1, stdout: 'No runbook speaks of that.\n' });
  expect(runbooks('search')).toMatchObject({ status: 2, stdout: '' });
  expect(runbooks('no-such-runbook')).toMatchObject({ status: 1, stdout: '' });
});

test("the user's folder is read beside ours; what is wrong in it is said with file, line and field", async () => {
  const runbooks = await folderOf({
    'selfheal.yaml': 'runbooks: [./books]\n',
    'books/pay-slips.md': own,
    'books/bad.md': own.replace('id: pay-slips\n', 'id: bad\n').replace('[s3.block-public-access]', '[s3.fly]'),
  });
  const found = runbooks('search', 'quokka');
  expect(found).toMatchObject({ status: 0, stdout: expect.stringContaining('pay-slips#first') });
  expect(found.stderr).toMatch(/books\/bad\.md:8: forbidden\.0 names no action that there is: s3\.fly/);
  const one = runbooks('pay-slips');
  expect(one.stdout).toContain('Asks before\n  s3.block-public-access');
  const listed: readonly { readonly id: string }[] = JSON.parse(runbooks('--json').stdout);
  expect(listed.map(({ id }) => id)).toContain('pay-slips');
  expect(listed.length).toBeGreaterThan(90);
});

test('a folder that is not there is an error', async () => {
  const runbooks = await folderOf({ 'selfheal.yaml': 'runbooks: [./nowhere]\n' });
  expect(runbooks('search', 'disk full')).toMatchObject({ status: 2, stderr: expect.stringContaining('nowhere cannot be read') });
});
