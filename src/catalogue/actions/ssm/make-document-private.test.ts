import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { makeDocumentPrivate } from './make-document-private.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = makeDocumentPrivate.with({ document: 'restart-shop' });

test('a document that is shared with named accounts is not public', async () => {
  const cloud = scriptedCloud().on('ssm', 'describeDocumentPermission', () => ({ AccountIds: ['444455556666'] }));
  const state = await remedy.observe(cloud.reader(site));
  expect(state).toEqual({ accounts: ['444455556666'] });
  expect(remedy.wrong(state)).toBeUndefined();
});

test('removes everyone, and leaves the accounts that are named', () => {
  expect(remedy.fix({ accounts: ['444455556666'], publicVersion: '$DEFAULT' })).toEqual([
    {
      service: 'ssm',
      operation: 'modifyDocumentPermission',
      input: { Name: 'restart-shop', PermissionType: 'Share', AccountIdsToRemove: ['all'] },
    },
  ]);
});

test('shares with everyone again the version that was shared', async () => {
  const cloud = scriptedCloud().on('ssm', 'describeDocumentPermission', () => ({
    AccountIds: ['all'],
    AccountSharingInfoList: [{ AccountId: 'all', SharedDocumentVersion: '3' }],
  }));
  const before = await remedy.observe(cloud.reader(site));
  expect(remedy.undo(before, { accounts: [] })).toMatchObject([{ input: { AccountIdsToAdd: ['all'], SharedDocumentVersion: '3' } }]);
  expect(remedy.undo(before, before)).toEqual([]);
});
