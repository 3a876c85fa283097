import * as fc from 'fast-check';
import { type Model, still, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({ params: fc.constant({ trail: 'organization' }), state: fc.record({ logging: fc.boolean() }) }),
  apply(state, call) {
    if (call.service !== 'cloudtrail') return unexpected(call);
    if (call.operation === 'startLogging') return { ...state, logging: true };
    if (call.operation === 'stopLogging') return { ...state, logging: false };
    return unexpected(call);
  },
  wait: still,
  beside: (state) => ({ ...state, logging: undefined }),
  neverRefuses: true,
};
