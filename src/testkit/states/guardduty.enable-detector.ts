import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

const detector = '12abc34d567e8fa901bc2d34e56789f0';

export const model: Model = {
  cases: fc.record({ params: fc.constant({ detector }), state: fc.record({ enabled: fc.boolean() }) }),
  apply(state, call) {
    const { DetectorId, Enable, ...more } = object(call.input);
    if (call.operation !== 'updateDetector' || DetectorId !== detector || Object.keys(more).length > 0) return unexpected(call);
    return { ...state, enabled: Enable };
  },
  wait: still,
  beside: (state) => ({ ...state, enabled: undefined }),
  neverRefuses: true,
};
