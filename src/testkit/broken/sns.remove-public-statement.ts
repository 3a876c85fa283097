import type { JsonObject } from '#domain/json.ts';
import { allow, partner, policyText, withoutOpen } from './policies.ts';
import { allTopicsBut, makeTopic, topicArn } from './topics.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const policyOf = async (clients: Clients, topic: string): Promise<string | undefined> =>
  (await clients.sns.getTopicAttributes({ TopicArn: topicArn(clients, topic) })).Attributes?.['Policy'];
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const topic = text(params, 'topic');
  const others = [...withoutOpen(await policyOf(clients, topic))];
  return [await allTopicsBut(clients, topic, 'Policy'), await told(Promise.resolve(others))];
};
const publish = (Sid: string, more: JsonObject = {}): JsonObject => allow(Sid, 'sns:Publish', '*', more);
const set = (clients: Clients, topic: string, AttributeValue: string): Promise<unknown> =>
  clients.sns.setTopicAttributes({ TopicArn: topicArn(clients, topic), AttributeName: 'Policy', AttributeValue });

export const variants: readonly Variant[] = [
  {
    title: 'everyone may publish beside the owner',
    async setUp(clients) {
      await set(clients, await makeTopic(clients, 'news'), policyText([publish('partner', partner)]));
      return { topic: await makeTopic(clients, 'alerts') };
    },
    async break(clients, params) {
      const topic = text(params, 'topic');
      const { Statement, ...rest }: { readonly Statement: readonly JsonObject[] } = JSON.parse((await policyOf(clients, topic)) ?? '');
      return set(clients, topic, JSON.stringify({ ...rest, Statement: [...Statement, publish('open')] }));
    },
    neighbours,
  },
  {
    title: 'the whole policy is replaced by one for everyone',
    setUp: async (clients) => ({ topic: await makeTopic(clients, 'orders', { DisplayName: 'Orders' }) }),
    break: (clients, params) => set(clients, text(params, 'topic'), policyText([publish('open')], 2)),
    neighbours,
  },
  {
    title: 'a topic that S3 publishes to is opened twice',
    async setUp(clients) {
      const topic = await makeTopic(clients, 'uploads');
      const s3 = { Principal: { Service: 's3.amazonaws.com' }, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' } } };
      await set(clients, topic, policyText([publish('s3', s3), publish('partner', partner)]));
      return { topic };
    },
    async break(clients, params) {
      const topic = text(params, 'topic');
      const open = { Principal: { AWS: '*' }, Action: ['sns:Subscribe', 'sns:Receive'] };
      return set(clients, topic, policyText([publish('open-1', open), ...withoutOpen(await policyOf(clients, topic)), publish('open-2')]));
    },
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
