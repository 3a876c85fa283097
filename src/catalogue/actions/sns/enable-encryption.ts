import { z } from 'zod';
import { statementsOf } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import type { JsonObject } from '#domain/json.ts';
import { call } from '#ports/cloud.ts';
import { listTopics, readTopic, topicNameOf, topicTags } from './topic.ts';

/** AWS's own key for SNS: it costs nothing, and its policy cannot be changed. */
const awsKey = 'alias/aws/sns';

const Params = z.object({ topic: z.string().min(1), key: z.string().min(1) });
const State = z.object({
  arn: z.string(),
  key: z.string().optional(),
  /** AWS services that publish here: in the topic's policy by name or source, and CloudWatch by its alarms. */
  publishers: z.array(z.string()),
});
type State = z.infer<typeof State>;

export const enableEncryption = defineAction({
  id: 'sns.enable-encryption',
  title: 'Encrypt the messages of a topic at rest with a KMS key',
  resource: 'AWS::SNS::Topic',
  heals: ['securityhub:SNS.1', 'config:sns-encrypted-kms'],
  params: Params,
  condition: [],
  state: State,
  from: ({ id }) => [{ topic: topicNameOf(id), key: awsKey }],
  list: listTopics,
  tags: topicTags,

  risk: { level: 'medium', blastRadius: 'publishers, which need the key from now on', outage: 'possible' },
  /** A data key serves for five minutes, so that a topic that is never quiet makes under ten thousand requests a month (SNS developer guide, "Key management"). */
  cost: (state) =>
    state.key === undefined ? [{ what: 'requests to KMS, at most 10,000', unit: 'kms:request', quantity: 10_000, per: 'month' }] : [],
  permissions: {
    read: ['sns:GetTopicAttributes', 'sns:ListTopics', 'sns:ListTagsForResource', 'cloudwatch:DescribeAlarms'],
    write: ['sns:SetTopicAttributes'],
    undo: ['sns:SetTopicAttributes'],
    dependent: [],
    on: ['arn:{partition}:sns:{region}:{account}:{topic}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { topic }) {
    const { arn, attributes } = await readTopic(cloud, topic);
    const alarms = await cloud.read('cloudwatch', 'describeAlarms', { ActionPrefix: arn, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
    const alarmed = (alarms.MetricAlarms ?? []).length + (alarms.CompositeAlarms ?? []).length > 0;
    const publishers = [...servicesIn(attributes['Policy'] || undefined), ...(alarmed ? ['CloudWatch alarms'] : [])];
    return { arn, key: attributes['KmsMasterKeyId'] || undefined, publishers };
  },
  wrong: ({ key }) => (key === undefined ? 'messages are not encrypted with a KMS key' : undefined),
  refuses: (state, { key }) =>
    state.key === undefined && key === awsKey && state.publishers.length > 0
      ? `${state.publishers.join(' and ')} could not publish any more: AWS services cannot use ${awsKey}, so a person chooses a key that they may use`
      : undefined,
  fix: (state, { key }) => (state.key === undefined ? [set(state, key)] : []),
  after: (state, { key }): State => ({ ...state, key: state.key ?? key }),
  comparable: ({ key }) => ({ key }),
  undo: (before, now) => (before.key === undefined && now.key !== undefined ? [set(now, '')] : []),
});

const set = ({ arn }: State, key: string) =>
  call('sns', 'setTopicAttributes', { TopicArn: arn, AttributeName: 'KmsMasterKeyId', AttributeValue: key });

/** Services that the policy lets publish: by their name, or because it asks for the ARN of what the message comes from. */
function servicesIn(policy: string | undefined): readonly string[] {
  const named = statementsOf(policy).flatMap(({ says, name }) => {
    const { Service }: JsonObject = Object(says['Principal']);
    if (says['Effect'] !== 'Allow') return [];
    if (Service !== undefined) return [Service].flat().map(String);
    return /"aws:SourceArn"/i.test(JSON.stringify(says['Condition'] ?? {})) ? [`the source in ${name}`] : [];
  });
  return [...new Set(named)];
}
