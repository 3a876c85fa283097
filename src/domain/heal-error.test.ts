import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { asHealError, ErrorDocument, errorCodes, HealError } from './heal-error.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = join(root, 'docs', 'errors');

/** The product's own sources: neither tests nor the testkit, and not the list itself. */
async function sources(): Promise<readonly string[]> {
  const names = await readdir(join(root, 'src'), { recursive: true });
  const ours = names
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/^testkit\/|\/testing\/|^domain\/heal-error\.ts$/.test(name));
  return Promise.all(ours.map((name) => readFile(join(root, 'src', name), 'utf8')));
}

/** Codes as they are thrown: `new HealError('code', …)`, or given to a function that throws it for the action (`check`). */
const thrown = (source: string): readonly string[] =>
  [/new HealError\(\s*'([a-z-]+)'/g, /\bcheck\([^()]*'([a-z-]+)',/g].flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, code = '']) => code),
  );

test('every code has a page that begins with it, and every page is about a code', async () => {
  const names = (await readdir(pages)).filter((name) => name !== 'README.md');
  expect(names.toSorted()).toEqual(errorCodes.map((code) => `${code}.md`).toSorted());
  for (const code of errorCodes) {
    const page = await readFile(join(pages, `${code}.md`), 'utf8');
    expect(page.startsWith(`# ${code}\n`), code).toBe(true);
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      'Where it comes from',
      'What to do',
      'Tried again by itself?',
    ]);
  }
});

test('the table of errors lists every code once, in order', async () => {
  const table = await readFile(join(pages, 'README.md'), 'utf8');
  expect([...table.matchAll(/^\| \[([a-z-]+)\]\(([a-z-]+)\.md\) \|/gm)].map(([, code, page]) => [code, page])).toEqual(
    errorCodes.toSorted().map((code) => [code, code]),
  );
});

test('the pages link to files that exist', async () => {
  for (const name of await readdir(pages)) {
    const page = await readFile(join(pages, name), 'utf8');
    const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
    for (const link of links) expect(existsSync(join(pages, link)), `${name}: ${link}`).toBe(true);
  }
});

test('every code is thrown somewhere in the sources', async () => {
  const found = new Set((await sources()).flatMap(thrown));
  expect(errorCodes.filter((code) => !found.has(code))).toEqual([]);
});

test('an error keeps its JSON form, and leaves its cause out of it', () => {
  for (const code of errorCodes) {
    const error = new HealError(code, 'what happened', { retry: 'later', details: { port: 1, list: ['a'] }, cause: new Error('inner') });
    const json: unknown = JSON.parse(JSON.stringify(error));
    expect(json).toEqual({ code, message: 'what happened', retry: 'later', details: { port: 1, list: ['a'] } });
    expect(ErrorDocument.parse(json)).toEqual(json);
  }
  expect(JSON.parse(JSON.stringify(new HealError('not-found', 'x')))).toEqual({ code: 'not-found', message: 'x', retry: 'never' });
});

test('an error that is none of ours keeps its message and itself as the cause, and may be tried again', () => {
  const foreign = new TypeError('odd');
  expect(asHealError(foreign)).toMatchObject({ code: 'unexpected', message: 'odd', retry: 'now', cause: foreign });
  expect(asHealError('odd')).toMatchObject({ code: 'unexpected', message: 'odd' });
  const own = new HealError('not-found', 'x');
  expect(asHealError(own)).toBe(own);
});
