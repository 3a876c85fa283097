import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';
import { anyPolicy, besideOpen } from './policies.ts';

const url = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ queue: 'orders' }),
    state: fc.record({ url: fc.constant(url), policy: anyPolicy }, { requiredKeys: ['url'] }),
  }),
  apply(state, call) {
    const { QueueUrl, Attributes } = object(call.input);
    const { Policy, ...more } = object(Attributes);
    if (call.operation !== 'setQueueAttributes' || QueueUrl !== url || Object.keys(more).length > 0) return unexpected(call);
    return { url, ...(Policy === '' ? {} : { policy: Policy }) };
  },
  wait: still,
  beside: ({ policy }) => besideOpen(policy),
};
