import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

const url = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';
const key = fc.constantFrom('alias/aws/sqs', 'arn:aws:kms:eu-west-1:123456789012:key/0f3c');

export const model: Model = {
  neverRefuses: true,
  cases: fc.record({
    params: fc.constant({ queue: 'orders' }),
    state: fc.oneof(
      fc.record({ url: fc.constant(url), ownKeys: fc.boolean() }),
      fc.record({ url: fc.constant(url), ownKeys: fc.constant(false), kmsKey: key }, { requiredKeys: ['url', 'ownKeys'] }),
    ),
  }),
  apply(state, call) {
    const { QueueUrl, Attributes } = object(call.input);
    const { SqsManagedSseEnabled, ...more } = object(Attributes);
    if (call.operation !== 'setQueueAttributes' || QueueUrl !== url || Object.keys(more).length > 0) return unexpected(call);
    // One kind of encryption at a time: the queue's own keys take the place of a KMS key.
    return { url, ownKeys: SqsManagedSseEnabled === 'true' };
  },
  wait: still,
  beside: ({ kmsKey }) => kmsKey ?? null,
};
