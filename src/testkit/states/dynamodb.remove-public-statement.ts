import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';
import { anyPolicy, besideOpen } from './policies.ts';

const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders';
let revisions = 0;

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ tableName: 'orders' }),
    state: fc.oneof(
      { weight: 5, arbitrary: fc.record({ arn: fc.constant(arn), policy: anyPolicy, revision: fc.constant('first') }) },
      { weight: 1, arbitrary: fc.constant({ arn }) },
    ),
  }),
  apply(state, call) {
    const { ResourceArn, Policy, ExpectedRevisionId } = object(call.input);
    if (ResourceArn !== arn || ExpectedRevisionId !== (state.revision ?? (state.policy === undefined ? 'NO_POLICY' : undefined)))
      return unexpected(call);
    if (call.operation === 'deleteResourcePolicy') return { arn };
    return call.operation === 'putResourcePolicy' ? { arn, policy: Policy, revision: `next-${(revisions += 1)}` } : unexpected(call);
  },
  wait: still,
  beside: ({ policy }) => besideOpen(policy),
};
