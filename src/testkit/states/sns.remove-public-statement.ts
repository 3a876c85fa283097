import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';
import { anyPolicy, besideOpen } from './policies.ts';

const arn = 'arn:aws:sns:eu-west-1:123456789012:alerts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ topic: 'alerts' }),
    state: fc.record({ arn: fc.constant(arn), policy: anyPolicy }),
  }),
  apply(state, call) {
    const { TopicArn, AttributeName, AttributeValue } = object(call.input);
    // SNS refuses an empty policy.
    if (call.operation !== 'setTopicAttributes' || TopicArn !== arn || AttributeName !== 'Policy' || !AttributeValue)
      return unexpected(call);
    return { arn, policy: AttributeValue };
  },
  wait: still,
  beside: ({ policy }) => besideOpen(policy),
};
