import { defineScenario } from '#catalogue/define-scenario.ts';

export const kmsKeyDeletionScheduled = defineScenario({
  id: 'kms-key-deletion-scheduled',
  title: 'A key in use is scheduled for deletion',
  action: 'kms.cancel-key-deletion',
  resource: 'AWS::KMS::Key',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    const { KeyMetadata } = await hands.do('kms', 'createKey', { Description: name });
    if (KeyMetadata?.KeyId === undefined) throw new Error('the key was not created');
    return KeyMetadata.KeyId;
  },
  break: async (hands, key) => void (await hands.do('kms', 'scheduleKeyDeletion', { KeyId: key, PendingWindowInDays: 7 })),
  async expect(hands, key) {
    const { KeyMetadata } = await hands.do('kms', 'describeKey', { KeyId: key });
    return KeyMetadata?.KeyState === 'Enabled' ? undefined : `the key is ${KeyMetadata?.KeyState}`;
  },
});
