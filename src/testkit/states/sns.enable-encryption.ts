import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

const arn = 'arn:aws:sns:eu-west-1:123456789012:alerts';
const own = 'arn:aws:kms:eu-west-1:123456789012:key/0f3c';

export const model: Model = {
  cases: fc.record({
    params: fc.record({ topic: fc.constant('alerts'), key: fc.constantFrom('alias/aws/sns', own) }),
    state: fc.record(
      {
        arn: fc.constant(arn),
        key: fc.constantFrom('alias/aws/sns', own, undefined, undefined, undefined),
        publishers: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.constant(['s3.amazonaws.com']) }),
      },
      { requiredKeys: ['arn', 'publishers'] },
    ),
  }),
  apply(state, call) {
    const { TopicArn, AttributeName, AttributeValue } = object(call.input);
    if (call.operation !== 'setTopicAttributes' || TopicArn !== arn || AttributeName !== 'KmsMasterKeyId') return unexpected(call);
    return { ...state, key: AttributeValue === '' ? undefined : AttributeValue };
  },
  wait: still,
  beside: ({ publishers }) => publishers ?? null,
};
