import { z } from 'zod';
import { whyPublic, whyUnclear, withoutPublic, withPublicAgain } from '#catalogue/actions/policy-document.ts';
import { policyForm } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listQueues, queueNameOf, queueTags, readQueue } from './queue.ts';

const State = z.object({ url: z.string(), policy: z.string().optional() });
type State = z.infer<typeof State>;

export const removePublicStatement = defineAction({
  id: 'sqs.remove-public-statement',
  title: 'Remove the statement of a queue policy that lets everyone in',
  resource: 'AWS::SQS::Queue',
  heals: ['securityhub:SQS.3', 'config:sqs-queue-no-public-access'],
  params: z.object({ queue: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ queue: queueNameOf(id) }],
  list: listQueues,
  tags: queueTags,

  risk: { level: 'medium', blastRadius: 'senders and receivers that no other statement of the policy names', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes', 'sqs:ListQueues', 'sqs:ListQueueTags'],
    write: ['sqs:SetQueueAttributes'],
    undo: ['sqs:SetQueueAttributes'],
    dependent: [],
    on: ['arn:{partition}:sqs:{region}:{account}:{queue}'],
  },
  repeat: 'safe',
  rounds: 1,
  /** A change of attributes takes up to a minute to arrive everywhere (API reference of SetQueueAttributes). */
  settles: '3m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { queue }) {
    const { url, attributes } = await readQueue(cloud, queue, ['Policy']);
    return { url, policy: attributes['Policy'] || undefined };
  },
  wrong: ({ policy }) => whyPublic(policy),
  refuses: ({ policy }) => whyUnclear(policy),
  fix: (state) => (whyPublic(state.policy) === undefined ? [] : [set(state, after(state).policy)]),
  after,
  comparable: ({ policy }) => ({ policy: policyForm(policy) }),
  undo(before, now) {
    const back = before.policy === undefined ? undefined : withPublicAgain(before.policy, now.policy);
    return back === undefined ? [] : [set(now, back)];
  },
});

function after(state: State): State {
  return { ...state, policy: state.policy === undefined ? undefined : withoutPublic(state.policy) };
}

/** An empty text takes the policy away. */
const set = ({ url }: State, policy = '') => call('sqs', 'setQueueAttributes', { QueueUrl: url, Attributes: { Policy: policy } });
