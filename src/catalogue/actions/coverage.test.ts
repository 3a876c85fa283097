import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { actions } from './index.ts';

const page = readFileSync(new URL('../../../docs/coverage.md', import.meta.url), 'utf8');
const named = new Set(page.match(/\b[A-Z][A-Za-z0-9]+\.\d+\b/g));
const loaded = await Promise.all(Object.values(actions).map((load) => load()));
const healed = new Set(
  loaded.flatMap(({ heals }) => heals.flatMap((each) => (each.startsWith('securityhub:') ? [each.slice('securityhub:'.length)] : []))),
);

const list = new URL('../../../../shared/data/asr_controls.json', import.meta.url);
test.skipIf(!existsSync(list))(
  'each control that AWS can fix by itself leads to an action, or is named with the reason (skipped where shared/data is absent)',
  () => {
    const controls = z.array(z.object({ control: z.string() })).parse(JSON.parse(readFileSync(list, 'utf8')));
    expect(controls.length).toBeGreaterThan(100);
    expect(controls.map(({ control }) => control).filter((control) => !healed.has(control) && !named.has(control))).toEqual([]);
  },
);

test('no control that an action heals is said to lead to none, but for those that say by which other name', () => {
  const [without = ''] = page.split('## Healed under another name');
  const controls = new Set([...without.matchAll(/^\| ([A-Za-z0-9., ]+) \|/gm)].flatMap(([, cell = '']) => cell.split(', ')));
  expect([...controls].filter((control) => healed.has(control))).toEqual([]);
});

test('every action that the page names is there', () => {
  const ids = new Set(loaded.map(({ id }) => id));
  const said = [...page.matchAll(/`([a-z0-9]+\.[a-z0-9-]+)`/g)].map(([, id = '']) => id);
  expect(said.filter((id) => !ids.has(id))).toEqual([]);
  expect(said.length).toBeGreaterThan(0);
});
