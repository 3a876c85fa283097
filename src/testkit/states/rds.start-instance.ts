import * as fc from 'fast-check';
import { type Model, unexpected } from './model.ts';

const becomes: Readonly<Record<string, string>> = { starting: 'available', stopping: 'stopped', 'backing-up': 'available' };

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instance: 'orders' }),
    state: fc
      .record({
        status: fc.constantFrom('available', 'backing-up', 'starting', 'stopping', 'stopped', 'stopped', 'stopped', 'deleting'),
        special: fc.oneof(
          { weight: 4, arbitrary: fc.constant({}) },
          { weight: 1, arbitrary: fc.constantFrom({ cluster: 'shop' }, { schedule: 'office-hours' }) },
        ),
      })
      .map(({ special, ...state }) => ({ ...state, ...special })),
  }),
  apply(state, call) {
    if (call.operation === 'startDBInstance' && state.status === 'stopped') return { ...state, status: 'starting' };
    if (call.operation === 'stopDBInstance' && state.status === 'available') return { ...state, status: 'stopping' };
    return unexpected(call);
  },
  beside: (state) => ({ ...state, status: undefined }),
  wait: (state) => ({ ...state, status: becomes[String(state.status)] ?? state.status }),
};
