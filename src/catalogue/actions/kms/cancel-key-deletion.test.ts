import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { cancelKeyDeletion } from './cancel-key-deletion.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const swept = cancelKeyDeletion.with({ keyId: '0f3c' });
const scheduled = cancelKeyDeletion.with({ keyId: '0f3c', wasEnabled: true });
const pending = { state: 'PendingDeletion', deletedAt: '2026-12-20T09:00:00.000Z' };

test('cancels first and enables in a second round, because KMS leaves the key disabled', () => {
  expect(scheduled.fix(pending)).toMatchObject([{ operation: 'cancelKeyDeletion', input: { KeyId: '0f3c' } }]);
  const between = scheduled.after(pending);
  expect(scheduled.wrong(between)).toBe('the key stays, but is still disabled');
  expect(scheduled.fix(between)).toMatchObject([{ operation: 'enableKey' }]);
});

test('does not enable a key of which nobody knows whether it was in use', () => {
  expect(swept.wrong(pending)).toMatch(/^the key is to be deleted at 2026-12-20/);
  expect(swept.wrong({ state: 'Disabled' })).toBeUndefined();
  expect(swept.wrong({ state: 'Disabled', wasEnabled: true })).toBeDefined();
});

test('what was recorded counts more than what the event lets one think', () =>
  expect(scheduled.wrong({ state: 'Disabled', wasEnabled: false })).toBeUndefined());

test.each([
  [{ state: 'Enabled' }, true],
  [{ state: 'Disabled' }, false],
  [{ state: 'PendingDeletion', wasEnabled: true }, true],
  [undefined, undefined],
])('learns the use of a key from its record: %j', async (record, wasEnabled) => {
  const cloud = scriptedCloud({ recorded: () => record }).on('kms', 'describeKey', () => ({
    KeyMetadata: { KeyId: '0f3c', KeyState: 'PendingDeletion' as const, DeletionDate: new Date('2026-12-20T09:00:00Z') },
  }));
  expect(await swept.observe(cloud.reader(site))).toEqual({ ...pending, ...(wasEnabled === undefined ? {} : { wasEnabled }) });
});

test('a key whose window is over is gone', async () => {
  const cloud = scriptedCloud().on('kms', 'describeKey', () => {
    throw awsError('NotFoundException', { code: 'no-such-resource' });
  });
  await expect(swept.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('never may schedule a deletion', () => expect(JSON.stringify(cancelKeyDeletion.permissions)).not.toContain('ScheduleKeyDeletion'));
