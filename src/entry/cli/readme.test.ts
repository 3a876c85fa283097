import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { commands } from './commands.ts';

const root = new URL('../../../', import.meta.url);
let text: string;

beforeAll(async () => {
  text = await readFile(new URL('README.md', root), 'utf8');
});

/** Each has one generated page. */
const pagesOf = async (folder: string, ...others: readonly string[]): Promise<number> =>
  (await readdir(new URL(folder, root))).filter((name) => !others.includes(name)).length;

test('the README counts actions and detections as the catalogue does', async () => {
  const told = (what: string): number => Number(new RegExp(`\\[(\\d+) ${what}\\]`).exec(text)?.[1]);
  expect({ actions: told('actions'), detections: told('detections') }).toEqual({
    actions: await pagesOf('docs/actions', 'README.md', 'unproven.md'),
    detections: await pagesOf('docs/detections', 'README.md'),
  });
});

test('every command stands in the table of the README, and none that there is not', () => {
  const table = text.split('\n').filter((line) => line.startsWith('| `selfheal'));
  const named = table.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(?:selfheal )?([a-z]+)/g)].map(([, name]) => name ?? ''));
  expect(new Set(named)).toEqual(new Set(Object.keys(commands)));
});

test('every page that the README links is there', () => {
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => path ?? '');
  expect(links.length).toBeGreaterThan(20);
  for (const path of links) expect([path, existsSync(fileURLToPath(new URL(path, root)))]).toEqual([path, true]);
});
