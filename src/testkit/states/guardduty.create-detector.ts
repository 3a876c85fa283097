import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ account: '123456789012' }),
    state: fc.record({ detectors: fc.constantFrom<string[]>([], [], ['12abc34d567e8fa901bc2d34e56789f0']) }),
  }),
  apply({ detectors }, call) {
    const { DetectorId, Enable } = object(call.input);
    if (call.operation === 'createDetector')
      return list(detectors).length === 0 && Enable === true ? { detectors: ['made'] } : unexpected(call);
    return call.operation === 'deleteDetector' ? { detectors: list(detectors).filter((id) => id !== DetectorId) } : unexpected(call);
  },
  wait: still,
  beside: () => null,
  neverRefuses: true,
};
