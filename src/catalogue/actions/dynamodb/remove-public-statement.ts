import { z } from 'zod';
import { whyPublic, whyUnclear, withoutPublic, withPublicAgain } from '#catalogue/actions/policy-document.ts';
import { policyForm } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { call } from '#ports/cloud.ts';
import { listTables, tableTags } from './table.ts';

const State = z.object({
  arn: z.string(),
  policy: z.string().optional(),
  /** AWS refuses a write that expects another one: nobody's change in between is lost. */
  revision: z.string().optional(),
});
type State = z.infer<typeof State>;

export const removePublicStatement = defineAction({
  id: 'dynamodb.remove-public-statement',
  title: 'Remove the statement of a table policy that lets everyone in',
  resource: 'AWS::DynamoDB::Table',
  heals: [],
  params: z.object({ tableName: z.string().min(3) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ tableName: id }],
  list: listTables,
  tags: tableTags,

  risk: {
    level: 'medium',
    blastRadius: 'readers and writers in other accounts that no other statement of the policy names',
    outage: 'possible',
  },
  cost: () => [],
  permissions: {
    read: ['dynamodb:DescribeTable', 'dynamodb:GetResourcePolicy', 'dynamodb:ListTables', 'dynamodb:ListTagsOfResource'],
    write: ['dynamodb:PutResourcePolicy', 'dynamodb:DeleteResourcePolicy'],
    undo: ['dynamodb:PutResourcePolicy'],
    dependent: [],
    on: ['arn:{partition}:dynamodb:{region}:{account}:table/{tableName}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { tableName }) {
    const { Table } = await cloud.read('dynamodb', 'describeTable', { TableName: tableName });
    const arn = Table?.TableArn ?? '';
    const found = await cloud.find('dynamodb', 'getResourcePolicy', { ResourceArn: arn }, ['PolicyNotFoundException']);
    return { arn, policy: found?.Policy || undefined, revision: found?.RevisionId };
  },
  wrong: ({ policy }) => whyPublic(policy),
  refuses: ({ policy }) => whyUnclear(policy),
  fix(state) {
    if (whyPublic(state.policy) === undefined) return [];
    const { policy } = after(state);
    const { arn: ResourceArn, revision: ExpectedRevisionId } = state;
    return [policy === undefined ? call('dynamodb', 'deleteResourcePolicy', { ResourceArn, ExpectedRevisionId }) : put(state, policy)];
  },
  after,
  comparable: ({ policy }) => ({ policy: policyForm(policy) }),
  undo(before, now) {
    const back = before.policy === undefined ? undefined : withPublicAgain(before.policy, now.policy);
    return back === undefined ? [] : [put(now, back)];
  },
});

function after(state: State): State {
  return { ...state, policy: state.policy === undefined ? undefined : withoutPublic(state.policy) };
}

const put = ({ arn, revision = 'NO_POLICY' }: State, Policy: string): Call =>
  call('dynamodb', 'putResourcePolicy', { ResourceArn: arn, Policy, ExpectedRevisionId: revision });
