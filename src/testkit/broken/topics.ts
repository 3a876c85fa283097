import type { Json } from '#domain/json.ts';
import { type Clients, told } from './variant.ts';

export const topicArn = ({ site }: Clients, topic: string): string => `arn:${site.partition}:sns:${site.region}:${site.account}:${topic}`;

/** Makes a tagged topic with one subscriber. */
export async function makeTopic({ sns }: Clients, Name: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { TopicArn } = await sns.createTopic({ Name, Attributes, Tags: [{ Key: 'owner', Value: 'shop' }] });
  if (Attributes['FifoTopic'] === undefined) await sns.subscribe({ TopicArn, Protocol: 'email', Endpoint: 'on-call@shop.example' });
  return Name;
}

/** Every topic with its attributes and tags, but for one attribute of one of them, and every subscription. */
export async function allTopicsBut(clients: Clients, topic: string, attribute: string): Promise<Json> {
  const { Topics = [] } = await clients.sns.listTopics({});
  const pictures = Topics.map(async ({ TopicArn = '' }) => {
    const { Attributes = {} } = await clients.sns.getTopicAttributes({ TopicArn });
    const own = TopicArn === topicArn(clients, topic);
    const seen = Object.fromEntries(Object.entries(Attributes).filter(([name]) => !own || name !== attribute));
    return [TopicArn, seen, await told(clients.sns.listTagsForResource({ ResourceArn: TopicArn }))] as Json;
  });
  return [...(await Promise.all(pictures)), await told(clients.sns.listSubscriptions({}))];
}
