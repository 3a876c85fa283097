import type { QueueAttributeName } from '@aws-sdk/client-sqs';
import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** Without a page size AWS stops at 1,000 queues and does not say so (API reference of ListQueues). */
const pageSize = 1000;

/** Every queue at the reader's site, by its name. */
export async function listQueues(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { QueueUrls = [] } = await reader.read('sqs', 'listQueues', { MaxResults: pageSize });
  return QueueUrls.map(queueNameOf).map((id) => ({
    type: 'AWS::SQS::Queue',
    id,
    arn: `arn:${partition}:sqs:${region}:${account}:${id}`,
    partition,
    account,
    region,
  }));
}

/** A queue's name, from its name, URL or ARN. */
export const queueNameOf = (id: string): string => id.split(/[/:]/).at(-1) ?? id;

/** A queue's URL, which calls name it by, and some of its attributes. Throws `no-such-resource`. */
export async function readQueue(
  reader: Reader,
  queue: string,
  names: readonly QueueAttributeName[],
): Promise<{ readonly url: string; readonly attributes: Readonly<Partial<Record<string, string>>> }> {
  const url = await urlOf(reader, queue);
  const { Attributes = {} } = await reader.read('sqs', 'getQueueAttributes', { QueueUrl: url, AttributeNames: [...names] });
  return { url, attributes: Attributes };
}

export async function queueTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { Tags: tags = {} } = await reader.read('sqs', 'listQueueTags', { QueueUrl: await urlOf(reader, queueNameOf(id)) });
  return tags;
}

const urlOf = async (reader: Reader, queue: string): Promise<string> =>
  (await reader.read('sqs', 'getQueueUrl', { QueueName: queue })).QueueUrl ?? '';
