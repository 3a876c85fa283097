import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { keyTags, listKeys, readKey } from './key.ts';

const State = z.object({
  state: z.string(),
  /** Can KMS rotate it by itself? Only symmetric keys with material of KMS, made by the account; a replica follows its primary. */
  rotatable: z.boolean(),
  rotates: z.boolean(),
});
type State = z.infer<typeof State>;

export const enableRotation = defineAction({
  id: 'kms.enable-rotation',
  title: 'Rotate a key every year',
  resource: 'AWS::KMS::Key',
  heals: ['securityhub:KMS.4', 'config:cmk-backing-key-rotation-enabled'],
  params: z.object({ keyId: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ keyId: id }],
  list: listKeys,
  tags: keyTags,

  risk: { level: 'low', blastRadius: 'what is encrypted from the next rotation on; everything older stays readable', outage: 'none' },
  /** Each of the first two rotations adds a dollar a month to the price of the key (aws.amazon.com/kms/pricing). */
  cost: ({ rotates }) => (rotates ? [] : [{ what: 'the first rotation', unit: 'kms:rotation', quantity: 1, per: 'month' }]),
  permissions: {
    read: ['kms:DescribeKey', 'kms:GetKeyRotationStatus', 'kms:ListKeys', 'kms:ListResourceTags'],
    write: ['kms:EnableKeyRotation'],
    undo: ['kms:DisableKeyRotation'],
    dependent: [],
    on: ['arn:{partition}:kms:{region}:{account}:key/{keyId}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { keyId }) {
    const key = await readKey(cloud, keyId);
    const rotatable =
      key.KeyManager === 'CUSTOMER' &&
      key.KeySpec === 'SYMMETRIC_DEFAULT' &&
      key.Origin === 'AWS_KMS' &&
      key.MultiRegionConfiguration?.MultiRegionKeyType !== 'REPLICA' &&
      (key.KeyState === 'Enabled' || key.KeyState === 'Disabled');
    const status = rotatable ? await cloud.read('kms', 'getKeyRotationStatus', { KeyId: keyId }) : undefined;
    return State.parse({ state: key.KeyState, rotatable, rotates: status?.KeyRotationEnabled ?? false });
  },
  wrong: (state) => (lacks(state) ? 'the key is never rotated' : undefined),
  refuses: (state) =>
    lacks(state) && state.state !== 'Enabled' ? 'it is disabled, and KMS changes the rotation of enabled keys only' : undefined,
  fix: (state, { keyId }) => (lacks(state) && state.state === 'Enabled' ? [call('kms', 'enableKeyRotation', { KeyId: keyId })] : []),
  after: (state): State => (lacks(state) && state.state === 'Enabled' ? { ...state, rotates: true } : state),
  comparable: (state) => state,
  undo: (before, now, { keyId }) => (lacks(before) && now.rotates ? [call('kms', 'disableKeyRotation', { KeyId: keyId })] : []),
});

const lacks = ({ rotatable, rotates }: State): boolean => rotatable && !rotates;
