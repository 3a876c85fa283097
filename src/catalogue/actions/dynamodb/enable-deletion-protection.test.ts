import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableDeletionProtection } from './enable-deletion-protection.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableDeletionProtection.with({ tableName: 'orders' });
const bare = { status: 'ACTIVE', deletionProtection: false };

test('changes that one setting of the table', () =>
  expect(remedy.fix(bare)).toEqual([
    { service: 'dynamodb', operation: 'updateTable', input: { TableName: 'orders', DeletionProtectionEnabled: true } },
  ]));

test('waits while the table is created or updated, and leaves one that is being deleted to a person', () => {
  for (const status of ['CREATING', 'UPDATING']) {
    expect(remedy.fix({ ...bare, status })).toEqual([]);
    expect(remedy.refuses({ ...bare, status })).toBeUndefined();
  }
  expect(remedy.refuses({ ...bare, status: 'DELETING' })).toBe('it is DELETING: AWS does not let its settings be changed');
});

test('a table that is gone is not healthy, and one of which AWS tells nothing is not protected', async () => {
  const gone = scriptedCloud().on('dynamodb', 'describeTable', () => {
    throw awsError('ResourceNotFoundException', { code: 'no-such-resource' });
  });
  await expect(remedy.observe(gone.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
  const silent = scriptedCloud().on('dynamodb', 'describeTable', () => ({ Table: { TableStatus: 'ACTIVE' as const } }));
  expect(await remedy.observe(silent.reader(site))).toEqual(bare);
});
