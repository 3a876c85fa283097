import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';
import { anyPolicy, besideOpen } from './policies.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ repository: 'shop/web' }),
    state: fc.record({ policy: anyPolicy }, { requiredKeys: [] }),
  }),
  apply(state, call) {
    const { repositoryName, policyText } = object(call.input);
    if (repositoryName !== 'shop/web') return unexpected(call);
    if (call.operation === 'deleteRepositoryPolicy') return {};
    if (call.operation !== 'setRepositoryPolicy') return unexpected(call);
    // ECR gives a policy back in its own layout.
    return { ...state, policy: JSON.stringify(JSON.parse(String(policyText)), undefined, 2) };
  },
  wait: still,
  beside: ({ policy }) => besideOpen(policy),
};
