import * as fc from 'fast-check';
import { type Model, still, unexpected } from './model.ts';

export const model: Model = {
  neverRefuses: true,
  cases: fc.record({
    params: fc.record({ keyId: fc.constant('0f3c'), wasEnabled: fc.boolean() }, { requiredKeys: ['keyId'] }),
    state: fc.record(
      { state: fc.constantFrom('Enabled', 'Disabled', 'Disabled', 'PendingDeletion', 'Unavailable'), wasEnabled: fc.boolean() },
      { requiredKeys: ['state'] },
    ),
  }),
  apply(state, call) {
    if (call.operation === 'enableKey' && state.state === 'Disabled') return { ...state, state: 'Enabled' };
    return call.operation === 'disableKey' && state.state === 'Enabled' ? { ...state, state: 'Disabled' } : unexpected(call);
  },
  wait: still,
  beside: ({ wasEnabled }) => wasEnabled ?? null,
};
