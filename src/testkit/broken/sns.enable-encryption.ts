import { allTopicsBut, makeTopic, topicArn } from './topics.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allTopicsBut(clients, text(params, 'topic'), 'KmsMasterKeyId');
const set = (clients: Clients, topic: string, AttributeValue: string): Promise<unknown> =>
  clients.sns.setTopicAttributes({ TopicArn: topicArn(clients, topic), AttributeName: 'KmsMasterKeyId', AttributeValue });

export const variants: readonly Variant[] = [
  {
    title: 'the encryption of one of two topics is turned off',
    async setUp(clients) {
      await makeTopic(clients, 'news');
      const topic = await makeTopic(clients, 'alerts');
      await set(clients, topic, 'alias/aws/sns');
      return { topic, key: 'alias/aws/sns' };
    },
    break: (clients, params) => set(clients, text(params, 'topic'), ''),
    neighbours,
  },
  {
    title: 'a topic that alarms notify was never encrypted, and gets a key of its own',
    async setUp(clients) {
      const { KeyMetadata } = await clients.kms.createKey({ Description: 'topics' });
      const topic = await makeTopic(clients, 'pages');
      await clients.cloudwatch.putMetricAlarm({
        AlarmName: 'errors',
        Namespace: 'shop',
        MetricName: 'errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [topicArn(clients, topic)],
      });
      return { topic, key: KeyMetadata?.KeyId ?? '' };
    },
    break: async () => {},
    neighbours,
  },
  {
    title: 'a FIFO topic was made without it',
    setUp: async (clients) => ({
      topic: await makeTopic(clients, 'orders.fifo', { FifoTopic: 'true', DisplayName: 'Orders' }),
      key: 'alias/aws/sns',
    }),
    break: async () => {},
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
