import { z } from 'zod';
import { whyPublic, whyUnclear, withoutPublic, withPublicAgain } from '#catalogue/actions/policy-document.ts';
import { policyForm } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { call } from '#ports/cloud.ts';
import { listSecrets, readSecret, secretTags } from './secret.ts';

/** No policy is read of a secret that is to be deleted: AWS lets nobody read it then. */
const State = z.strictObject({ policy: z.string().optional() });
type State = z.infer<typeof State>;

export const removePublicStatement = defineAction({
  id: 'secretsmanager.remove-public-statement',
  title: 'Remove the statement of a secret policy that lets everyone in',
  resource: 'AWS::SecretsManager::Secret',
  heals: [],
  params: z.object({ secret: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ secret: id }],
  list: listSecrets,
  tags: secretTags,

  risk: { level: 'medium', blastRadius: 'readers in other accounts that no other statement of the policy names', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy', 'secretsmanager:ListSecrets'],
    write: ['secretsmanager:PutResourcePolicy', 'secretsmanager:DeleteResourcePolicy'],
    undo: ['secretsmanager:PutResourcePolicy'],
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
    const { DeletedDate } = await readSecret(cloud, secret);
    if (DeletedDate !== undefined) return {};
    const { ResourcePolicy } = await cloud.read('secretsmanager', 'getResourcePolicy', { SecretId: secret });
    return { policy: ResourcePolicy || undefined };
  },
  wrong: ({ policy }) => whyPublic(policy),
  refuses: ({ policy }) => whyUnclear(policy),
  fix: (state, { secret }) => (whyPublic(state.policy) === undefined ? [] : [put(secret, after(state).policy)]),
  after,
  comparable: ({ policy }) => ({ policy: policyForm(policy) }),
  undo({ policy }, now, { secret }) {
    const back = policy === undefined ? undefined : withPublicAgain(policy, now.policy);
    return back === undefined ? [] : [call('secretsmanager', 'putResourcePolicy', { SecretId: secret, ResourcePolicy: back })];
  },
});

function after({ policy }: State): State {
  return { policy: policy === undefined ? undefined : withoutPublic(policy) };
}

/** AWS itself checks that what stays is not public, and refuses the call otherwise. */
const put = (SecretId: string, policy: string | undefined): Call =>
  policy === undefined
    ? call('secretsmanager', 'deleteResourcePolicy', { SecretId })
    : call('secretsmanager', 'putResourcePolicy', { SecretId, ResourcePolicy: policy, BlockPublicPolicy: true });
