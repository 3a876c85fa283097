import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listAccount } from './account.ts';

export const enableEbsEncryption = defineAction({
  id: 'ec2.enable-ebs-encryption',
  title: 'Encrypt new EBS volumes of a region by default',
  resource: 'AWS::::Account',
  heals: ['securityhub:EC2.7', 'config:ec2-ebs-encryption-by-default'],
  params: z.object({ account: z.string().regex(/^\d{12}$/) }),
  condition: [],
  state: z.object({ enabled: z.boolean() }),
  from: ({ id }) => [{ account: id }],
  list: listAccount,
  /** An account's tags belong to AWS Organizations, not to its regions. */
  tags: async () => ({}),

  risk: {
    level: 'low',
    blastRadius: 'volumes and snapshot copies made in this region from now on; those that exist stay as they are',
    outage: 'none',
  },
  /** Encryption with the AWS managed key costs nothing. */
  cost: () => [],
  permissions: {
    read: ['ec2:GetEbsEncryptionByDefault'],
    write: ['ec2:EnableEbsEncryptionByDefault'],
    undo: ['ec2:DisableEbsEncryptionByDefault'],
    dependent: [],
    on: ['*'], // a setting of the region has no ARN
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud) {
    const { EbsEncryptionByDefault } = await cloud.read('ec2', 'getEbsEncryptionByDefault', {});
    return { enabled: EbsEncryptionByDefault === true };
  },
  wrong: ({ enabled }) => (enabled ? undefined : 'new EBS volumes of this region are not encrypted unless whoever makes them asks for it'),
  refuses: () => undefined,
  fix: ({ enabled }) => (enabled ? [] : [call('ec2', 'enableEbsEncryptionByDefault', {})]),
  after: () => ({ enabled: true }),
  comparable: (state) => state,
  undo: (before, now) => (!before.enabled && now.enabled ? [call('ec2', 'disableEbsEncryptionByDefault', {})] : []),
});
