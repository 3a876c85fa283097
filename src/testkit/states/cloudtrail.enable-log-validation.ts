import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({ params: fc.constant({ trail: 'audit' }), state: fc.record({ validated: fc.boolean() }) }),
  apply(state, call) {
    const { Name, EnableLogFileValidation, ...more } = object(call.input);
    if (call.operation !== 'updateTrail' || Name !== 'audit' || Object.keys(more).length > 0) return unexpected(call);
    return { ...state, validated: EnableLogFileValidation };
  },
  wait: still,
  beside: (state) => ({ ...state, validated: undefined }),
  neverRefuses: true,
};
