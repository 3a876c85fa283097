import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { type AccessKey, AccessKeys, inUse, isOld, readAccessKeys, successorOf } from './access-key.ts';
import { listUsers, ours, userTags } from './user.ts';

/** The tag by which a secret says whose access key it holds. */
const keyOf = 'selfheal:access-key-of';

/** What IAM grants one user at most (IAM quotas). */
const mostKeys = 2;

const State = AccessKeys.extend({
  /** The secret that holds the user's key, looked up only when a key has to be rotated. */
  holder: z.object({ name: z.string(), rotates: z.boolean(), pending: z.boolean() }).optional(),
});
type State = z.infer<typeof State>;

export const rotateAccessKey = defineAction({
  id: 'iam.rotate-access-key',
  title: 'Rotate an old access key that is in use, through the secret that holds it',
  resource: 'AWS::IAM::User',
  heals: ['securityhub:IAM.3', 'config:access-keys-rotated'],
  params: z.object({ userName: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ userName: id }],
  list: listUsers,
  tags: userTags,

  risk: { level: 'high', blastRadius: 'programs that keep the key instead of asking Secrets Manager for it', outage: 'possible' },
  /** One run of the rotation function: far below a cent. */
  cost: () => [],
  permissions: {
    read: ['iam:GetAccessKeyLastUsed', 'iam:ListAccessKeys', 'iam:ListUserTags', 'iam:ListUsers', 'secretsmanager:ListSecrets'],
    write: ['secretsmanager:RotateSecret'],
    undo: [],
    dependent: ['lambda:InvokeFunction'],
    on: ['arn:{partition}:secretsmanager:*:{account}:secret:*'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '5m',
  keeps: 'safer',
  recorded: false,
  exercised: { not: 'the emulator does not run the rotation function of a secret, and its keys do not grow old' },

  async observe(cloud, { userName }) {
    const { keys } = await readAccessKeys(cloud, userName);
    return toRotate({ keys }) === undefined ? { keys } : { keys, holder: await holderOf(cloud, userName) };
  },
  wrong(state) {
    const key = toRotate(state);
    return key === undefined ? undefined : `${key.id} is ${key.ageDays} days old, in use, and has no successor`;
  },
  refuses(state, { userName }) {
    if (toRotate(state) === undefined) return undefined;
    if (state.keys.length >= mostKeys)
      return `${userName} has ${mostKeys} keys already, as many as IAM allows: delete the one that is not used`;
    if (state.holder === undefined)
      return `no secret is tagged ${keyOf}=${userName}: Selfheal never handles a key itself, and nothing else could hand the next one on`;
    if (!state.holder.rotates) return `the secret ${state.holder.name} has no rotation function`;
    return ours(userName);
  },
  fix(state) {
    if (toRotate(state) === undefined || state.holder === undefined || state.holder.pending) return [];
    return [call('secretsmanager', 'rotateSecret', { SecretId: state.holder.name })];
  },
  after: (state): State =>
    toRotate(state) === undefined ? state : { keys: [...state.keys, { id: 'the next key', active: true, ageDays: 0, idleHours: 0 }] },
  // The next key has an id that nobody knows before.
  comparable: ({ keys }) => keys.map((key) => (key.active && !isOld(key) ? 'a new key' : `${key.id} ${key.active}`)).toSorted(),
  nothingToUndo: 'the old key goes on working: it is deactivated by an action of its own, once nothing uses it',
  cooldown: '1440m',
});

const toRotate = ({ keys }: Pick<State, 'keys'>): AccessKey | undefined =>
  successorOf(keys) === undefined ? keys.find((key) => key.active && isOld(key) && inUse(key)) : undefined;

async function holderOf(cloud: Reader, userName: string): Promise<State['holder']> {
  const { SecretList = [] } = await cloud.read('secretsmanager', 'listSecrets', { Filters: [{ Key: 'tag-key', Values: [keyOf] }] });
  const secret = SecretList.find(({ Tags = [] }) => Tags.some(({ Key, Value }) => Key === keyOf && Value === userName));
  if (secret?.Name === undefined) return undefined;
  const stages = Object.values(secret.SecretVersionsToStages ?? {});
  const pending = stages.some((each) => each.includes('AWSPENDING') && !each.includes('AWSCURRENT'));
  return { name: secret.Name, rotates: secret.RotationEnabled === true, pending };
}
