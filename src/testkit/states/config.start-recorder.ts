import * as fc from 'fast-check';
import { type Model, still, unexpected } from './model.ts';

const mostly = fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });
const owner = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ servicePrincipal: 'observabilityadmin.amazonaws.com' }) },
);

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ recorder: 'default' }),
    state: fc.tuple(fc.record({ recording: fc.boolean(), delivers: mostly }), owner).map(([state, of]) => ({ ...state, ...of })),
  }),
  apply(state, call) {
    if (call.operation === 'startConfigurationRecorder' && state.delivers === true && state.servicePrincipal === undefined)
      return { ...state, recording: true };
    if (call.operation === 'stopConfigurationRecorder') return { ...state, recording: false };
    return unexpected(call);
  },
  wait: still,
  beside: (state) => ({ ...state, recording: undefined }),
};
