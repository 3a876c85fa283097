import { z } from 'zod';
import { whyPublic, whyUnclear, withoutPublic, withPublicAgain } from '#catalogue/actions/policy-document.ts';
import { policyForm } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listTopics, readTopic, topicNameOf, topicTags } from './topic.ts';

const State = z.object({ arn: z.string(), policy: z.string().optional() });
type State = z.infer<typeof State>;

export const removePublicStatement = defineAction({
  id: 'sns.remove-public-statement',
  title: 'Remove the statement of a topic policy that lets everyone in',
  resource: 'AWS::SNS::Topic',
  heals: ['securityhub:SNS.4', 'config:sns-topic-no-public-access'],
  params: z.object({ topic: z.string().min(1) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ topic: topicNameOf(id) }],
  list: listTopics,
  tags: topicTags,

  risk: { level: 'medium', blastRadius: 'publishers and subscribers that no other statement of the policy names', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['sns:GetTopicAttributes', 'sns:ListTopics', 'sns:ListTagsForResource'],
    write: ['sns:SetTopicAttributes'],
    undo: ['sns:SetTopicAttributes'],
    dependent: [],
    on: ['arn:{partition}:sns:{region}:{account}:{topic}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { topic }) {
    const { arn, attributes } = await readTopic(cloud, topic);
    return { arn, policy: attributes['Policy'] || undefined };
  },
  wrong: ({ policy }) => whyPublic(policy),
  refuses: ({ policy }) => whyUnclear(policy),
  fix: (state) => (whyPublic(state.policy) === undefined ? [] : [set(state, after(state).policy)]),
  after,
  comparable: ({ policy }) => ({ policy: policyForm(policy) }),
  undo(before, now) {
    const back = before.policy === undefined ? undefined : withPublicAgain(before.policy, now.policy, after(before).policy);
    return back === undefined ? [] : [set(now, back)];
  },
});

/** A topic always has a policy: when no statement is left, it gets the one that AWS gives to a new topic. */
function after(state: State): State {
  return whyPublic(state.policy) === undefined ? state : { ...state, policy: withoutPublic(state.policy ?? '') ?? ownersOnly(state.arn) };
}

const set = ({ arn }: State, policy = '') =>
  call('sns', 'setTopicAttributes', { TopicArn: arn, AttributeName: 'Policy', AttributeValue: policy });

const owners = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
];
const ownersOnly = (arn: string): string =>
  JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: owners.map((name) => `SNS:${name}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': arn.split(':')[4] } },
      },
    ],
  });
