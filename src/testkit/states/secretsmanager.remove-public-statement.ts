import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';
import { anyPolicy, besideOpen } from './policies.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ secret: 'shop/database' }),
    state: fc.record({ policy: anyPolicy }, { requiredKeys: [] }),
  }),
  apply(state, call) {
    const { SecretId, ResourcePolicy } = object(call.input);
    if (SecretId !== 'shop/database') return unexpected(call);
    if (call.operation === 'deleteResourcePolicy') return {};
    return call.operation === 'putResourcePolicy' ? { ...state, policy: ResourcePolicy } : unexpected(call);
  },
  wait: still,
  beside: ({ policy }) => besideOpen(policy),
};
