import type { Json } from '#domain/json.ts';
import { type Clients, told } from './variant.ts';

/** Makes a tagged queue; an attribute with an empty value is left out. */
export async function makeQueue({ sqs }: Clients, QueueName: string, attributes: Readonly<Record<string, string>> = {}): Promise<string> {
  const Attributes = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
  await sqs.createQueue({ QueueName, Attributes, tags: { owner: 'shop' } });
  return QueueName;
}

/** Every queue with its attributes and tags, but for one attribute of one of them and the time of the last change. */
export async function allQueuesBut({ sqs }: Clients, queue: string, attribute: string): Promise<Json> {
  const { QueueUrls = [] } = await sqs.listQueues({});
  const pictures = QueueUrls.toSorted().map(async (QueueUrl) => {
    const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] });
    const own = QueueUrl.endsWith(`/${queue}`);
    const seen = Object.entries(Attributes).filter(([name]) => name !== 'LastModifiedTimestamp' && (!own || name !== attribute));
    return [QueueUrl, Object.fromEntries(seen), await told(sqs.listQueueTags({ QueueUrl }))] as Json;
  });
  return Promise.all(pictures);
}
