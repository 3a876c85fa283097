import * as fc from 'fast-check';
import { type Model, object, unexpected } from './model.ts';

const mostly = <T>(usual: T, other: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ instanceId: 'i-0123456789abcdef0' }),
    state: fc.record({
      state: fc.constantFrom('running', 'running', 'stopped', 'terminated'),
      endpoint: mostly('enabled', 'disabled'),
      tokens: fc.constantFrom('optional', 'optional', 'required'),
      applied: mostly(true, false),
      hopLimit: fc.constantFrom(1, 2, 64),
      ipv6: fc.constant('disabled'),
      instanceTags: fc.constantFrom('disabled', 'enabled'),
      withoutToken: mostly(0, 12),
    }),
  }),
  apply(state, call) {
    const { HttpTokens, InstanceId, ...more } = object(call.input);
    if (call.operation !== 'modifyInstanceMetadataOptions' || InstanceId === undefined || Object.keys(more).length > 0)
      return unexpected(call);
    return { ...state, tokens: HttpTokens, applied: false };
  },
  wait: (state) => ({ ...state, applied: true }),
  beside: (state) => ({ ...state, tokens: undefined, applied: undefined }),
  comesBack: ({ applied }) => applied === true,
};
