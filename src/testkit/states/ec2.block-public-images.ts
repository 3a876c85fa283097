import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ account: '123456789012' }),
    state: fc
      .tuple(
        fc.constantFrom('unblocked', 'unblocked', 'block-new-sharing'),
        fc.oneof({ weight: 4, arbitrary: fc.constant('account') }, { weight: 1, arbitrary: fc.constant('declarative-policy') }),
      )
      .map(([block, managedBy]) => ({ block, managedBy })),
  }),
  apply(state, call) {
    if (call.operation === 'disableImageBlockPublicAccess') return { ...state, block: 'unblocked' };
    if (call.operation !== 'enableImageBlockPublicAccess' || state.managedBy !== 'account') return unexpected(call);
    return { ...state, block: object(call.input).ImageBlockPublicAccessState };
  },
  wait: still,
  beside: ({ managedBy }) => ({ managedBy }),
};
