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
type State = z.infer<typeof Use>;

export const enableKey = defineAction({
  id: 'kms.enable-key',
  title: 'Enable a key that was in use and was disabled',
  resource: 'AWS::KMS::Key',
  heals: [],
  params: Params,
  condition: [],
  state: Use,
  from: ({ id }) => [{ keyId: id }],
  list: listKeys,
  tags: keyTags,

  risk: { level: 'low', blastRadius: 'whoever the policy of the key lets use it, as before', outage: 'none' },
  /** A disabled key costs as much as an enabled one. */
  cost: () => [],
  permissions: {
    read: ['kms:DescribeKey', 'kms:ListKeys', 'kms:ListResourceTags'],
    write: ['kms:EnableKey'],
    undo: ['kms:DisableKey'],
    dependent: [],
    on: ['arn:{partition}:kms:{region}:{account}:key/{keyId}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'before',
  recorded: true,
  exercised: { on: 'emulator' },

  async observe(cloud, { keyId }) {
    const [{ KeyState: state }, wasEnabled] = await Promise.all([readKey(cloud, keyId), recordedUse(cloud, keyId)]);
    return Use.parse({ state, wasEnabled });
  },
  /** Being disabled is what the owner of many a key wants: only a key that was in use is brought back. */
  wrong: (state, params) =>
    isIdle(state, params) ? 'the key was in use and is disabled: nothing that it encrypted can be read' : undefined,
  refuses: () => undefined,
  fix: (state, params) => (isIdle(state, params) ? [call('kms', 'enableKey', { KeyId: params.keyId })] : []),
  after: (state, params): State => (isIdle(state, params) ? { ...state, state: 'Enabled' } : state),
  comparable: ({ state }) => ({ state }),
  undo: (before, now, { keyId }) =>
    before.state === 'Disabled' && now.state === 'Enabled' ? [call('kms', 'disableKey', { KeyId: keyId })] : [],
});

const isIdle = ({ state, wasEnabled }: State, params: Params): boolean =>
  state === 'Disabled' && (wasEnabled ?? params.wasEnabled) === true;
