import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { keyTags, listKeys, readKey, recordedUse, Use } from './key.ts';

const Params = z.object({
  keyId: z.string().min(1),
  /** The key was in use until the event that this is about; what was recorded of it counts more. */
  wasEnabled: z.boolean().optional(),
});
type Params = z.infer<typeof Params>;
const State = z.object({ ...Use.shape, /** ISO 8601. */ deletedAt: z.string().optional() });
type State = z.infer<typeof State>;

export const cancelKeyDeletion = defineAction({
  id: 'kms.cancel-key-deletion',
  title: 'Keep a key that is to be deleted, and bring it back into use',
  resource: 'AWS::KMS::Key',
  heals: ['securityhub:KMS.3', 'config:kms-cmk-not-scheduled-for-deletion'],
  params: Params,
  condition: [],
  state: State,
  from: ({ id }) => [{ keyId: id }],
  list: listKeys,
  tags: keyTags,

  risk: { level: 'low', blastRadius: 'whoever the policy of the key lets use it, as before', outage: 'none' },
  /** A key that waits for its deletion costs nothing; from now on it is charged again. */
  cost: ({ state }) => (isPending(state) ? [{ what: 'the key', unit: 'kms:key', quantity: 1, per: 'month' }] : []),
  permissions: {
    read: ['kms:DescribeKey', 'kms:ListKeys', 'kms:ListResourceTags'],
    write: ['kms:CancelKeyDeletion', 'kms:EnableKey'],
    undo: [],
    dependent: [],
    on: ['arn:{partition}:kms:{region}:{account}:key/{keyId}'],
  },
  repeat: 'safe',
  rounds: 2,
  settles: '2m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { keyId }) {
    const [key, wasEnabled] = await Promise.all([readKey(cloud, keyId), recordedUse(cloud, keyId)]);
    return State.parse({ state: key.KeyState, wasEnabled, deletedAt: key.DeletionDate?.toISOString() });
  },
  wrong(state, params) {
    if (isPending(state.state))
      return `the key is to be deleted${state.deletedAt === undefined ? '' : ` at ${state.deletedAt}`}, and nothing can be decrypted until then either`;
    return isIdle(state, params) ? 'the key stays, but is still disabled' : undefined;
  },
  refuses: () => undefined,
  /** KMS leaves a key disabled whose deletion is cancelled, so enabling it is a round of its own. */
  fix(state, params) {
    if (isPending(state.state)) return [call('kms', 'cancelKeyDeletion', { KeyId: params.keyId })];
    return isIdle(state, params) ? [call('kms', 'enableKey', { KeyId: params.keyId })] : [];
  },
  after(state, params): State {
    if (isPending(state.state)) return { state: 'Disabled', wasEnabled: state.wasEnabled };
    return isIdle(state, params) ? { ...state, state: 'Enabled' } : state;
  },
  comparable: ({ state }) => ({ state }),
  nothingToUndo: 'keeping a key loses nothing, and Selfheal has no permission to schedule a deletion; a person may schedule it again',
  cooldown: '10m',
});

const isPending = (state: string): boolean => state === 'PendingDeletion' || state === 'PendingReplicaDeletion';
const isIdle = ({ state, wasEnabled }: State, params: Params): boolean =>
  state === 'Disabled' && (wasEnabled ?? params.wasEnabled) === true;
