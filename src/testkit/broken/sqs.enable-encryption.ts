import { allQueuesBut, makeQueue } from './queues.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allQueuesBut(clients, text(params, 'queue'), 'SqsManagedSseEnabled');
const turnOff: Variant['break'] = async ({ sqs }, params) => {
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName: text(params, 'queue') });
  return sqs.setQueueAttributes({ QueueUrl, Attributes: { SqsManagedSseEnabled: 'false' } });
};

export const variants: readonly Variant[] = [
  {
    title: 'the encryption of one of two queues is turned off',
    async setUp(clients) {
      await makeQueue(clients, 'scratch', { SqsManagedSseEnabled: 'false' });
      return { queue: await makeQueue(clients, 'orders') };
    },
    break: turnOff,
    neighbours,
  },
  {
    title: 'the encryption of a queue with a policy is turned off, beside one with a KMS key',
    async setUp(clients) {
      await makeQueue(clients, 'payments', { KmsMasterKeyId: 'alias/aws/sqs', SqsManagedSseEnabled: 'false' });
      const Statement = [{ Effect: 'Deny', Principal: '*', Action: 'sqs:PurgeQueue', Resource: '*' }];
      return { queue: await makeQueue(clients, 'jobs', { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }) };
    },
    break: turnOff,
    neighbours,
  },
  {
    title: 'the encryption of a FIFO queue with settings is turned off',
    async setUp(clients) {
      return { queue: await makeQueue(clients, 'audit.fifo', { FifoQueue: 'true', VisibilityTimeout: '90', DelaySeconds: '5' }) };
    },
    break: turnOff,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
