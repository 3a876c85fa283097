import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ repository: 'shop/web' }),
    state: fc.record({
      scanOnPush: fc.oneof(fc.boolean(), fc.constant(false)),
      frequency: fc.constantFrom('MANUAL', 'MANUAL', 'MANUAL', 'SCAN_ON_PUSH', 'CONTINUOUS_SCAN'),
      scanner: fc.constantFrom('BASIC', 'BASIC', 'BASIC', 'ENHANCED'),
    }),
  }),
  apply(state, call) {
    const { repositoryName, imageScanningConfiguration } = object(call.input);
    if (call.operation !== 'putImageScanningConfiguration' || repositoryName !== 'shop/web') return unexpected(call);
    return { ...state, scanOnPush: object(imageScanningConfiguration).scanOnPush };
  },
  wait: still,
  beside: ({ frequency, scanner }) => ({ frequency, scanner }),
};
