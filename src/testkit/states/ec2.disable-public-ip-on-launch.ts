import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

const mostly = <T>(usual: T, other: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ subnetId: 'subnet-0123456789abcdef0' }),
    state: fc.record({
      automatic: fc.boolean(),
      launchers: mostly<readonly string[]>([], ['web']).map((names) => [...names]),
      kubernetes: mostly(false, true),
    }),
  }),
  apply(state, call) {
    if (call.operation !== 'modifySubnetAttribute') return unexpected(call);
    return { ...state, automatic: object(object(call.input).MapPublicIpOnLaunch).Value };
  },
  wait: still,
  beside: (state) => ({ ...state, automatic: undefined }),
};
