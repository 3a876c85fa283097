import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
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

  test.each(actionContract)('$says', ({ holds }) => holds(action, model));
});
