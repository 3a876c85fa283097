import * as fc from 'fast-check';
import { type Model, unexpected } from './model.ts';

const becomes: Readonly<Record<string, string>> = { pending: 'running', stopping: 'stopped', 'shutting-down': 'terminated' };

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instanceId: 'i-0123456789abcdef0' }),
    state: fc
      .record({
        state: fc.constantFrom('pending', 'running', 'shutting-down', 'stopping', 'stopped', 'stopped', 'stopped', 'terminated'),
        type: fc.constantFrom('t3.micro', 'm5.large'),
        special: fc.oneof(
          { weight: 4, arbitrary: fc.constant({}) },
          { weight: 1, arbitrary: fc.constantFrom({ lifecycle: 'spot' }, { autoScalingGroup: 'web' }, { schedule: 'office-hours' }) },
        ),
      })
      .map(({ special, ...state }) => ({ ...state, ...special })),
  }),
  apply(state, call) {
    if (call.operation === 'startInstances' && state.state === 'stopped') return { ...state, state: 'pending' };
    if (call.operation === 'stopInstances' && (state.state === 'running' || state.state === 'pending'))
      return { ...state, state: 'stopping' };
    return unexpected(call);
  },
  beside: (state) => ({ ...state, state: undefined }),
  wait: (state) => ({ ...state, state: becomes[String(state.state)] ?? state.state }),
};
