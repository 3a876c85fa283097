import { expect, test } from 'vitest';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { checkFolder } from './check-folder.ts';

test('a folder that is not there yet can be written when the one above it can', async () => {
  const folder = await temporaryFolder();
  expect(await checkFolder(`${folder.path}/a/b`)).toMatchObject({ state: 'fine' });
  await folder.remove();
});

test('a folder that cannot be written, or a full disk, is told before anything is lost by it', async () => {
  expect(await checkFolder('/dev/null/journal')).toMatchObject({ state: 'missing', says: expect.stringContaining('--data') });
  const folder = await temporaryFolder();
  expect(await checkFolder(folder.path, async () => 3_400_000)).toMatchObject({
    state: 'missing',
    says: expect.stringContaining('has 3 MB free'),
  });
  await folder.remove();
});
