import type { JsonObject } from '#domain/json.ts';
import { allow, partner, policyText, withoutOpen } from './policies.ts';
import { allQueuesBut, makeQueue } from './queues.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const urlOf = async ({ sqs }: Clients, queue: string): Promise<string> => (await sqs.getQueueUrl({ QueueName: queue })).QueueUrl ?? '';
const set = async (clients: Clients, queue: string, Policy: string): Promise<unknown> =>
  clients.sqs.setQueueAttributes({ QueueUrl: await urlOf(clients, queue), Attributes: { Policy } });
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const queue = text(params, 'queue');
  const { Attributes } = await clients.sqs.getQueueAttributes({ QueueUrl: await urlOf(clients, queue), AttributeNames: ['Policy'] });
  return [await allQueuesBut(clients, queue, 'Policy'), await told(Promise.resolve([...withoutOpen(Attributes?.Policy)]))];
};
const send = (Sid: string, more: JsonObject = {}): JsonObject => allow(Sid, 'sqs:SendMessage', '*', more);

export const variants: readonly Variant[] = [
  {
    title: 'a queue without a policy is opened, beside one that is open within an organization',
    async setUp(clients) {
      const inside = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } };
      await set(clients, await makeQueue(clients, 'inside'), policyText([send('organization', inside)]));
      return { queue: await makeQueue(clients, 'orders') };
    },
    break: (clients, params) => set(clients, text(params, 'queue'), policyText([send('open')])),
    neighbours,
  },
  {
    title: 'a statement for everyone is put between two others, with a layout of its own',
    async setUp(clients) {
      const queue = await makeQueue(clients, 'jobs', { VisibilityTimeout: '120', RedrivePolicy: '' });
      await set(clients, queue, policyText([send('first', partner), send('last', partner)], 2));
      return { queue };
    },
    break: (clients, params) =>
      set(clients, text(params, 'queue'), policyText([send('first', partner), send('open'), send('last', partner)], 2)),
    neighbours,
  },
  {
    title: 'a FIFO queue is opened twice beside a statement for a rule',
    async setUp(clients) {
      const rule = {
        Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:events:${clients.site.region}:${clients.site.account}:rule/nightly` } },
      };
      const queue = await makeQueue(clients, 'audit.fifo', { FifoQueue: 'true' });
      await set(clients, queue, policyText([send('rule', rule)]));
      return { queue };
    },
    break: async (clients, params) => {
      const { Attributes } = await clients.sqs.getQueueAttributes({
        QueueUrl: await urlOf(clients, text(params, 'queue')),
        AttributeNames: ['Policy'],
      });
      const open = { Principal: { AWS: '*' }, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } };
      return set(clients, text(params, 'queue'), policyText([send('open-1'), ...withoutOpen(Attributes?.Policy), send('open-2', open)]));
    },
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
