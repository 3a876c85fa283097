import { defineScenario } from '#catalogue/define-scenario.ts';

export const ec2DefaultEncryptionDisabled = defineScenario({
  id: 'ec2-default-encryption-disabled',
  title: 'New volumes of a region are no longer encrypted by default',
  action: 'ec2.enable-ebs-encryption',
  resource: 'AWS::::Account',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands) {
    await hands.do('ec2', 'enableEbsEncryptionByDefault', {});
    return hands.account;
  },
  break: async (hands) => void (await hands.do('ec2', 'disableEbsEncryptionByDefault', {})),
  async expect(hands) {
    const { EbsEncryptionByDefault } = await hands.do('ec2', 'getEbsEncryptionByDefault', {});
    return EbsEncryptionByDefault === true ? undefined : 'it is still off';
  },
});
