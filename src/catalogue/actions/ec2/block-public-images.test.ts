import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { blockPublicImages } from './block-public-images.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = blockPublicImages.with({ account: site.account });
const reader = (ImageBlockPublicAccessState: 'unblocked' | 'block-new-sharing', ManagedBy: 'account' | 'declarative-policy' = 'account') =>
  scriptedCloud()
    .on('ec2', 'getImageBlockPublicAccessState', () => ({ ImageBlockPublicAccessState, ManagedBy }))
    .reader(site);

test('blocks new sharing, and leaves what is shared already as it is', async () => {
  const state = await remedy.observe(reader('unblocked'));
  expect(remedy.wrong(state)).toBeDefined();
  expect(remedy.fix(state)).toEqual([
    { service: 'ec2', operation: 'enableImageBlockPublicAccess', input: { ImageBlockPublicAccessState: 'block-new-sharing' } },
  ]);
});

test('every kind of block is good, and an answer without one is none', async () => {
  for (const block of ['block-new-sharing'] as const) expect(remedy.wrong(await remedy.observe(reader(block)))).toBeUndefined();
  const silent = scriptedCloud().on('ec2', 'getImageBlockPublicAccessState', () => ({}));
  expect(remedy.wrong(await remedy.observe(silent.reader(site)))).toBeDefined();
});

test('leaves the setting to the organization where it decides', async () => {
  const state = await remedy.observe(reader('unblocked', 'declarative-policy'));
  expect(remedy.refuses(state)).toMatch(/declarative-policy of the organization/);
  expect(remedy.fix(state)).toEqual([]);
});

test('takes back only the block that it set', async () => {
  const before = await remedy.observe(reader('unblocked'));
  expect(remedy.undo(before, remedy.after(before))).toMatchObject([{ operation: 'disableImageBlockPublicAccess' }]);
  expect(remedy.undo(before, before)).toEqual([]);
});
