import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { blockPublicSnapshots } from './block-public-snapshots.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = blockPublicSnapshots.with({ account: site.account });
const reader = (State: 'unblocked' | 'block-new-sharing' | 'block-all-sharing', ManagedBy: 'account' | 'declarative-policy' = 'account') =>
  scriptedCloud()
    .on('ec2', 'getSnapshotBlockPublicAccessState', () => ({ State, ManagedBy }))
    .reader(site);

test('blocks new sharing, and leaves what is shared already as it is', async () => {
  const state = await remedy.observe(reader('unblocked'));
  expect(remedy.wrong(state)).toBeDefined();
  expect(remedy.fix(state)).toEqual([
    { service: 'ec2', operation: 'enableSnapshotBlockPublicAccess', input: { State: 'block-new-sharing' } },
  ]);
});

test('every kind of block is good, and an answer without one is none', async () => {
  for (const block of ['block-new-sharing', 'block-all-sharing'] as const)
    expect(remedy.wrong(await remedy.observe(reader(block)))).toBeUndefined();
  const silent = scriptedCloud().on('ec2', 'getSnapshotBlockPublicAccessState', () => ({}));
  expect(remedy.wrong(await remedy.observe(silent.reader(site)))).toBeDefined();
});

test('leaves the setting to the organization where it decides', async () => {
  const state = await remedy.observe(reader('unblocked', 'declarative-policy'));
  expect(remedy.refuses(state)).toMatch(/declarative-policy of the organization/);
  expect(remedy.fix(state)).toEqual([]);
});

test('takes back only the block that it set', async () => {
  const before = await remedy.observe(reader('unblocked'));
  expect(remedy.undo(before, remedy.after(before))).toMatchObject([{ operation: 'disableSnapshotBlockPublicAccess' }]);
  expect(remedy.undo(before, before)).toEqual([]);
});
