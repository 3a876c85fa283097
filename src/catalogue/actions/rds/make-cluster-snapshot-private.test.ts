import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { makeClusterSnapshotPrivate } from './make-cluster-snapshot-private.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = makeClusterSnapshotPrivate.with({ snapshot: 'shop-1', sharedWith: 'all' });
const shared = { sharedWith: ['210987654321', 'all'] };

test('takes everyone out and leaves the partner in', () => {
  expect(remedy.fix(shared)).toEqual([
    {
      service: 'rds',
      operation: 'modifyDBClusterSnapshotAttribute',
      input: { DBClusterSnapshotIdentifier: 'shop-1', AttributeName: 'restore', ValuesToRemove: ['all'] },
    },
  ]);
  expect(remedy.after(shared)).toEqual({ sharedWith: ['210987654321'] });
});

test('a finding of Security Hub means everyone', () =>
  expect(makeClusterSnapshotPrivate.meantBy('securityhub:RDS.1', { ...site, type: 'AWS::RDS::DBClusterSnapshot', id: 'shop-1' })).toEqual([
    { snapshot: 'shop-1', sharedWith: 'all' },
  ]));

test('a snapshot that is gone is not private', async () => {
  const cloud = scriptedCloud().on('rds', 'describeDBClusterSnapshotAttributes', () => {
    throw awsError('DBClusterSnapshotNotFoundFault', { code: 'no-such-resource' });
  });
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('lists manual snapshots only, because AWS shares no automated one', async () => {
  const cloud = scriptedCloud().on('rds', 'describeDBClusterSnapshots', ({ SnapshotType }) => ({
    DBClusterSnapshots: SnapshotType === 'manual' ? [{ DBClusterSnapshotIdentifier: 'shop-1', DBClusterSnapshotArn: 'arn:shop-1' }] : [],
  }));
  expect((await makeClusterSnapshotPrivate.list(cloud.reader(site))).map(({ id }) => id)).toEqual(['shop-1']);
});
