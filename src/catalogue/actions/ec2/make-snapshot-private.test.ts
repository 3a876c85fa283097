import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { makeSnapshotPrivate } from './make-snapshot-private.ts';

const site = { partition: 'aws-cn', account: '123456789012', region: 'cn-north-1' };
const snapshotId = 'snap-0123456789abcdef0';
const everyone = makeSnapshotPrivate.with({ snapshotId, sharedWith: 'all' });
const partner = makeSnapshotPrivate.with({ snapshotId, sharedWith: '444455556666' });
const state = { groups: ['all'], accounts: ['111122223333', '444455556666'] };

test('takes back one permission and leaves the others', () => {
  const call = { SnapshotId: snapshotId, Attribute: 'createVolumePermission', OperationType: 'remove' };
  expect(everyone.fix(state)).toMatchObject([{ input: { ...call, GroupNames: ['all'] } }]);
  expect(partner.fix(state)).toMatchObject([{ input: { ...call, UserIds: ['444455556666'] } }]);
  expect(everyone.after(state)).toEqual({ groups: [], accounts: state.accounts });
});

test('a finding means everyone; which account an event means, its detection says', () => {
  const resource = { type: 'AWS::EC2::Snapshot', id: snapshotId, ...site };
  expect(makeSnapshotPrivate.meantBy('securityhub:EC2.1', resource)).toEqual([{ snapshotId, sharedWith: 'all' }]);
  expect(partner.condition).toEqual({ sharedWith: '444455556666' });
  expect(() => makeSnapshotPrivate.with({ snapshotId, sharedWith: '*' })).toThrow(expect.objectContaining({ code: 'bad-params' }));
});

test('leaves what a lifecycle policy shares with an account to a person, but never what everyone can read', () => {
  const made = { ...state, lifecyclePolicy: 'policy-0abc' };
  expect(partner.refuses(made)).toMatch(/policy-0abc/);
  expect(everyone.refuses(made)).toBeUndefined();
});

test("lists only the account's own snapshots, by ARNs without an account", async () => {
  const reader = scriptedCloud()
    .on('ec2', 'describeSnapshots', () => ({
      Snapshots: [
        { SnapshotId: snapshotId, OwnerId: site.account },
        { SnapshotId: 'snap-0fffffffffffffff0', OwnerId: '999999999999' },
      ],
    }))
    .reader(site);
  expect(await makeSnapshotPrivate.list(reader)).toMatchObject([{ arn: `arn:aws-cn:ec2:cn-north-1::snapshot/${snapshotId}` }]);
});
