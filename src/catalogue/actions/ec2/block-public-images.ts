import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listAccount } from './account.ts';

const State = z.object({
  block: z.enum(['unblocked', 'block-new-sharing']),
  /** The account itself, or a declarative policy of its organization. */
  managedBy: z.string(),
});
type State = z.infer<typeof State>;

export const blockPublicImages = defineAction({
  id: 'ec2.block-public-images',
  title: 'Keep machine images of a region from being shared with everyone',
  resource: 'AWS::::Account',
  heals: [],
  params: z.object({ account: z.string().regex(/^\d{12}$/) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ account: id }],
  list: listAccount,
  /** An account's tags belong to AWS Organizations, not to its regions. */
  tags: async () => ({}),

  risk: { level: 'low', blastRadius: 'whoever wants to publish a machine image from this account', outage: 'none' },
  cost: () => [],
  permissions: {
    read: ['ec2:GetImageBlockPublicAccessState'],
    write: ['ec2:EnableImageBlockPublicAccess'],
    undo: ['ec2:DisableImageBlockPublicAccess'],
    dependent: [],
    on: ['*'], // a setting of the region has no ARN
  },
  repeat: 'safe',
  rounds: 1,
  /** AWS says that a change may take ten minutes. */
  settles: '10m',
  keeps: 'safer',
  recorded: false,
  exercised: { not: 'the emulator does not know the setting' },

  async observe(cloud) {
    const { ImageBlockPublicAccessState: block, ManagedBy } = await cloud.read('ec2', 'getImageBlockPublicAccessState', {});
    return State.parse({ block: block ?? 'unblocked', managedBy: ManagedBy ?? 'account' });
  },
  wrong: ({ block }) => (block === 'unblocked' ? 'machine images of this region can be shared with everyone' : undefined),
  refuses: ({ block, managedBy }) =>
    block === 'unblocked' && managedBy !== 'account' ? `a ${managedBy} of the organization decides this, not the account` : undefined,
  fix: ({ block, managedBy }) =>
    block === 'unblocked' && managedBy === 'account'
      ? [call('ec2', 'enableImageBlockPublicAccess', { ImageBlockPublicAccessState: 'block-new-sharing' })]
      : [],
  after: (state): State =>
    state.block === 'unblocked' && state.managedBy === 'account' ? { ...state, block: 'block-new-sharing' } : state,
  comparable: (state) => state,
  undo: (before, now) =>
    before.block === 'unblocked' && now.block === 'block-new-sharing' ? [call('ec2', 'disableImageBlockPublicAccess', {})] : [],
});
