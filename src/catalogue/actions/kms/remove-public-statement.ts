import { z } from 'zod';
import { whyPublic, whyUnclear, withoutPublic, withPublicAgain } from '#catalogue/actions/policy-document.ts';
import { policyForm, statementsOf } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import type { JsonObject } from '#domain/json.ts';
import { call } from '#ports/cloud.ts';
import { keyTags, listKeys } from './key.ts';

const State = z.object({ account: z.string(), policy: z.string().optional() });
type State = z.infer<typeof State>;

export const removePublicStatement = defineAction({
  id: 'kms.remove-public-statement',
  title: 'Remove the statement of a key policy that lets everyone in',
  resource: 'AWS::KMS::Key',
  heals: ['securityhub:KMS.5', 'config:kms-key-policy-no-public-access'],
  params: z.object({ keyId: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ keyId: id }],
  list: listKeys,
  tags: keyTags,

  risk: { level: 'high', blastRadius: 'whoever uses the key without being named by another statement of its policy', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListKeys', 'kms:ListResourceTags'],
    write: ['kms:PutKeyPolicy'],
    undo: ['kms:PutKeyPolicy'],
    dependent: [],
    on: ['arn:{partition}:kms:{region}:{account}:key/{keyId}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '5m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { keyId }) {
    const { Policy } = await cloud.read('kms', 'getKeyPolicy', { KeyId: keyId, PolicyName: 'default' });
    return { account: cloud.site.account, policy: Policy || undefined };
  },
  wrong: ({ policy }) => whyPublic(policy),
  refuses(state) {
    if (whyPublic(state.policy) === undefined) return undefined;
    const unclear = whyUnclear(state.policy);
    if (unclear !== undefined || isManaged(after(state))) return unclear;
    return 'what is left would not let the account manage the key any more: a person writes the policy anew';
  },
  fix(state, { keyId }) {
    const { policy } = after(state);
    return whyPublic(state.policy) === undefined || policy === undefined ? [] : [put(keyId, policy)];
  },
  after,
  comparable: ({ policy }) => ({ policy: policyForm(policy) }),
  undo(before, now, { keyId }) {
    const back = before.policy === undefined ? undefined : withPublicAgain(before.policy, now.policy);
    return back === undefined ? [] : [put(keyId, back)];
  },
});

function after(state: State): State {
  return { ...state, policy: state.policy === undefined ? undefined : withoutPublic(state.policy) };
}

const put = (KeyId: string, Policy: string) => call('kms', 'putKeyPolicy', { KeyId, PolicyName: 'default', Policy });

/** Does a statement leave the key to the account's own IAM policies? Without one, a key can end up out of everyone's reach. */
const isManaged = ({ account, policy }: State): boolean =>
  statementsOf(policy).some(({ says }) => {
    const { AWS }: JsonObject = Object(says['Principal']);
    const names = [AWS ?? ''].flat().map(String);
    const own = names.some((name) => name === account || name.endsWith(`:iam::${account}:root`));
    return says['Effect'] === 'Allow' && own && says['Condition'] === undefined && [says['Action'] ?? ''].flat().includes('kms:*');
  });
