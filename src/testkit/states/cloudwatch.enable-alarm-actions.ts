import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ alarm: 'cpu: high' }),
    state: fc.record({ enabled: fc.boolean(), actions: fc.integer({ min: 0, max: 3 }) }),
  }),
  apply(state, call) {
    if (list(object(call.input).AlarmNames).join() !== 'cpu: high') return unexpected(call);
    if (call.operation === 'enableAlarmActions') return { ...state, enabled: true };
    if (call.operation === 'disableAlarmActions') return { ...state, enabled: false };
    return unexpected(call);
  },
  wait: still,
  beside: ({ actions }) => ({ actions }),
  neverRefuses: true,
};
