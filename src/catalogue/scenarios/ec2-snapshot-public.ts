import { defineScenario } from '#catalogue/define-scenario.ts';

export const ec2SnapshotPublic = defineScenario({
  id: 'ec2-snapshot-public',
  title: 'A volume snapshot is shared with everyone',
  action: 'ec2.make-snapshot-private',
  resource: 'AWS::EC2::Snapshot',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    const { VolumeId } = await hands.do('ec2', 'createVolume', { AvailabilityZone: `${hands.region}a`, Size: 8 });
    const { SnapshotId } = await hands.do('ec2', 'createSnapshot', { VolumeId, Description: name });
    if (SnapshotId === undefined) throw new Error('the snapshot was not made');
    return SnapshotId;
  },
  break: async (hands, SnapshotId) =>
    void (await hands.do('ec2', 'modifySnapshotAttribute', {
      SnapshotId,
      Attribute: 'createVolumePermission',
      OperationType: 'add',
      GroupNames: ['all'],
    })),
  async expect(hands, SnapshotId) {
    const { CreateVolumePermissions = [] } = await hands.do('ec2', 'describeSnapshotAttribute', {
      SnapshotId,
      Attribute: 'createVolumePermission',
    });
    return CreateVolumePermissions.length === 0
      ? undefined
      : `it can be used by ${CreateVolumePermissions.map(({ Group, UserId }) => Group ?? UserId).join()}`;
  },
});
