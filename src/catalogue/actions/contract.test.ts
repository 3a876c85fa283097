import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tablePrice } from '#adapters/prices/price-table.ts';
import { actionContract } from '#testkit/action-contract.ts';
import type { Model } from '#testkit/states/model.ts';
import { actions } from './index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const loaded = await Promise.all(
  Object.entries(actions).map(async ([id, load]) => {
    const { model }: { readonly model: Model } = await import(`#testkit/states/${id}.ts`);
    return { id, action: await load(), model };
  }),
);

test('the index and the pages are as generated from the folder', async () => {
  const generator: { generatedActionFiles(): Promise<ReadonlyMap<string, string>> } = await import(`${root}scripts/generate-actions.ts`);
  const files = await generator.generatedActionFiles();
  for (const [path, text] of files) expect(await readFile(`${root}${path}`, 'utf8'), path).toBe(text);
  expect(loaded.map(({ id }) => id)).toEqual(loaded.map(({ action }) => action.id));
});

describe.each(loaded)('$id', ({ id, action, model }) => {
  test('has its file, test, runbook and page where its id says', () => {
    const file = `${root}src/catalogue/actions/${id.replace('.', '/')}`;
    for (const path of [`${file}.ts`, `${file}.test.ts`, `${root}src/catalogue/runbooks/${id}.md`, `${root}docs/actions/${id}.md`])
      expect(existsSync(path), path).toBe(true);
  });

  test('names units that have a price, and of instances their type', () => {
    const units = fc.sample(model.cases, { numRuns: 60, seed: 20_261_120 }).flatMap(({ params, state }) =>
      action
        .with(params)
        .cost(state)
        .flatMap(({ unit, instead }) => [unit, ...(instead === undefined ? [] : [instead.unit])]),
    );
    for (const unit of new Set(units)) if (!unit.startsWith('ec2:')) expect(tablePrice(unit, 'us-east-1').usd, unit).toBeGreaterThan(0);
  });

  test.each(actionContract)('$says', ({ holds }) => holds(action, model));
});
