import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constantFrom({ rule: 'nightly', bus: 'default' }, { rule: 'to-queue', bus: 'orders' }),
    state: fc.oneof(
      { weight: 4, arbitrary: fc.record({ enabled: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ enabled: fc.boolean(), managedBy: fc.constant('autoscaling.amazonaws.com') }) },
    ),
  }),
  apply(state, call) {
    const { EventBusName, Name } = object(call.input);
    if (state.managedBy !== undefined || (EventBusName === 'orders') !== (Name === 'to-queue')) return unexpected(call);
    if (call.operation === 'enableRule') return { ...state, enabled: true };
    if (call.operation === 'disableRule') return { ...state, enabled: false };
    return unexpected(call);
  },
  wait: still,
  beside: (state) => ({ ...state, enabled: undefined }),
};
