import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listSecrets, readSecret, secretTags } from './secret.ts';

const dayMs = 24 * 3_600_000;
/** Days after which Security Hub counts a secret as not rotated (SecretsManager.4). */
const oldDays = 90;

const State = z.object({
  /** Since its value was last rotated, or else made. */
  ageDays: z.int(),
  /** Does a rotation function, or AWS itself, know how to make the next value? */
  rotates: z.boolean(),
  /** A rotation that began and has not ended. */
  pending: z.boolean(),
  deleted: z.boolean(),
  owner: z.string().optional(),
  /** The region of the secret that this one is a copy of. */
  primary: z.string().optional(),
});
type State = z.infer<typeof State>;

export const rotateSecret = defineAction({
  id: 'secretsmanager.rotate-secret',
  title: 'Rotate a secret that is older than it may be',
  resource: 'AWS::SecretsManager::Secret',
  heals: ['securityhub:SecretsManager.4', 'config:secretsmanager-secret-periodic-rotation'],
  params: z.object({ secret: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ secret: id }],
  list: listSecrets,
  tags: secretTags,

  risk: { level: 'high', blastRadius: 'every program that keeps the old value instead of asking for it', outage: 'possible' },
  /** One run of the rotation function: far below a cent. */
  cost: () => [],
  permissions: {
    read: ['secretsmanager:DescribeSecret', 'secretsmanager:ListSecrets'],
    write: ['secretsmanager:RotateSecret'],
    undo: [],
    dependent: ['lambda:InvokeFunction'],
    on: ['arn:{partition}:secretsmanager:{region}:{account}:secret:{secret}-??????'],
  },
  // A second request while a rotation is under way is refused by AWS.
  repeat: 'safe',
  rounds: 1,
  settles: '5m',
  keeps: 'safer',
  recorded: false,
  exercised: { not: 'the emulator does not run the rotation function of a secret, and its secrets do not grow old' },

  async observe(cloud, { secret }) {
    const found = await readSecret(cloud, secret);
    const { RotationEnabled, LastRotatedDate, CreatedDate, DeletedDate, OwningService: owner, PrimaryRegion, VersionIdsToStages } = found;
    const versions = Object.values(VersionIdsToStages ?? {});
    const since = LastRotatedDate ?? CreatedDate;
    return {
      ageDays: Math.max(0, Math.floor((cloud.now() - (since?.getTime() ?? 0)) / dayMs)),
      rotates: RotationEnabled === true,
      // A finished rotation leaves AWSPENDING on the current version or nowhere.
      pending: versions.some((stages) => stages.includes('AWSPENDING') && !stages.includes('AWSCURRENT')),
      deleted: DeletedDate !== undefined,
      owner,
      primary: PrimaryRegion === cloud.site.region ? undefined : PrimaryRegion,
    };
  },
  wrong: (state) => (isOld(state) ? `it was not rotated for ${state.ageDays} days` : undefined),
  refuses(state) {
    if (!isOld(state)) return undefined;
    if (state.owner !== undefined) return `${state.owner} made the secret and rotates it by itself`;
    if (state.primary !== undefined) return `it is a copy of a secret in ${state.primary}, where it is rotated`;
    return state.rotates ? undefined : 'it has no rotation function: nobody but its owner knows how to make the next value';
  },
  fix: (state, { secret }) => (isOld(state) && !state.pending ? [call('secretsmanager', 'rotateSecret', { SecretId: secret })] : []),
  after: (state): State => (isOld(state) ? { ...state, ageDays: 0, pending: false } : state),
  comparable: ({ ageDays, ...state }) => ({ ...state, old: ageDays > oldDays }),
  nothingToUndo: 'the value before is still there as AWSPREVIOUS; whether it is still accepted, only its owner knows',
  cooldown: '1440m',
});

const isOld = ({ ageDays, deleted }: State): boolean => ageDays > oldDays && !deleted;
