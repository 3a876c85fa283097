import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instanceId: 'i-0123456789abcdef0' }),
    state: fc
      .record({
        state: fc.constantFrom('running', 'running', 'stopped', 'shutting-down', 'terminated'),
        protected: fc.boolean(),
        special: fc.oneof(
          { weight: 4, arbitrary: fc.constant({}) },
          { weight: 1, arbitrary: fc.constantFrom({ lifecycle: 'spot' }, { autoScalingGroup: 'web' }) },
        ),
      })
      .map(({ special, ...state }) => ({ ...state, ...special })),
  }),
  apply(state, call) {
    if (call.operation !== 'modifyInstanceAttribute' || state.state === 'terminated') return unexpected(call);
    return { ...state, protected: object(object(call.input).DisableApiTermination).Value };
  },
  wait: still,
  beside: (state) => ({ ...state, protected: undefined }),
};
