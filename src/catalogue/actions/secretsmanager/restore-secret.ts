import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listGuardedSecrets, readSecret, secretTags } from './secret.ts';

const State = z.object({
  deleted: z.boolean(),
  /** The AWS service that made it and deletes it by itself. */
  owner: z.string().optional(),
  /** The region of the secret that this one is a copy of. */
  primary: z.string().optional(),
});
type State = z.infer<typeof State>;

export const restoreSecret = defineAction({
  id: 'secretsmanager.restore-secret',
  title: 'Keep a secret that is to be deleted',
  resource: 'AWS::SecretsManager::Secret',
  heals: [],
  params: z.object({ secret: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ secret: id }],
  list: listGuardedSecrets,
  tags: secretTags,

  risk: { level: 'low', blastRadius: 'whoever may read the secret, as before', outage: 'none' },
  /** A secret that waits for its deletion costs nothing; from now on it is charged again. */
  cost: ({ deleted }) => (deleted ? [{ what: 'the secret', unit: 'secretsmanager:secret', quantity: 1, per: 'month' }] : []),
  permissions: {
    read: ['secretsmanager:DescribeSecret', 'secretsmanager:ListSecrets'],
    write: ['secretsmanager:RestoreSecret'],
    undo: [],
    dependent: [],
    on: ['arn:{partition}:secretsmanager:{region}:{account}:secret:{secret}-??????'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { secret }) {
    const { DeletedDate, OwningService: owner, PrimaryRegion } = await readSecret(cloud, secret);
    return { deleted: DeletedDate !== undefined, owner, primary: PrimaryRegion === cloud.site.region ? undefined : PrimaryRegion };
  },
  wrong: ({ deleted }) => (deleted ? 'the secret is to be deleted, and nobody can read it until then either' : undefined),
  refuses({ deleted, owner, primary }) {
    if (!deleted) return undefined;
    if (owner !== undefined) return `${owner} made the secret and deletes it by itself`;
    return primary === undefined ? undefined : `it is a copy of a secret in ${primary}, where its life is decided`;
  },
  fix: ({ deleted }, { secret }) => (deleted ? [call('secretsmanager', 'restoreSecret', { SecretId: secret })] : []),
  after: (state): State => ({ ...state, deleted: false }),
  comparable: (state) => state,
  nothingToUndo: 'keeping a secret loses nothing, and Selfheal has no permission to delete one; a person may delete it again',
  cooldown: '10m',
});
