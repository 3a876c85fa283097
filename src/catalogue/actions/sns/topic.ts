import type { Tags } from '#domain/facts.ts';
import type { ResourceRef, Site } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** Every topic at the reader's site, by its name. */
export async function listTopics(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { Topics = [] } = await reader.read('sns', 'listTopics', {});
  return Topics.flatMap(({ TopicArn: arn }) =>
    arn === undefined ? [] : [{ type: 'AWS::SNS::Topic', id: topicNameOf(arn), arn, partition, account, region }],
  );
}

/** A topic's name, from its name or ARN. */
export const topicNameOf = (id: string): string => id.split(':').at(-1) ?? id;

const topicArn = ({ partition, region, account }: Site, topic: string): string => `arn:${partition}:sns:${region}:${account}:${topic}`;

/** A topic's ARN and attributes. Throws `no-such-resource`. */
export async function readTopic(
  reader: Reader,
  topic: string,
): Promise<{ readonly arn: string; readonly attributes: Readonly<Partial<Record<string, string>>> }> {
  const arn = topicArn(reader.site, topic);
  const { Attributes = {} } = await reader.read('sns', 'getTopicAttributes', { TopicArn: arn });
  return { arn, attributes: Attributes };
}

export async function topicTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const answer = await reader.read('sns', 'listTagsForResource', { ResourceArn: topicArn(reader.site, topicNameOf(id)) });
  return Object.fromEntries((answer.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}
