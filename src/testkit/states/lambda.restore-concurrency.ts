import * as fc from 'fast-check';
import type { JsonObject } from '#domain/json.ts';
import { type Model, object, still, unexpected } from './model.ts';

const limit = (...reserved: (number | null)[]) => fc.constantFrom(...reserved).map((each) => ({ reserved: each }));

export const model: Model = {
  cases: fc.record({
    params: fc.constantFrom<JsonObject>({ function: 'mail' }, { function: 'mail', throttled: 'just-now' }),
    state: fc.record({ limit: limit(0, 0, null, 1, 100), recorded: limit(null, 5, 250, 0) }, { requiredKeys: ['limit'] }),
  }),
  apply(state, call) {
    const { FunctionName, ReservedConcurrentExecutions = null } = object(call.input);
    if (FunctionName !== 'mail') return unexpected(call);
    if (call.operation === 'deleteFunctionConcurrency') return { ...state, limit: { reserved: null } };
    if (call.operation === 'putFunctionConcurrency') return { ...state, limit: { reserved: ReservedConcurrentExecutions } };
    return unexpected(call);
  },
  wait: still,
  beside: (state) => ({ ...state, limit: undefined }),
  neverRefuses: true,
};
